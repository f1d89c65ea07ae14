/**
 * What a desk is put together from, wherever it is kept.
 */
import type * as Api from '@opentelemetry/api'
import type { Instant } from '@deskledger/kernel'
import type { SnapshotSettings } from '@deskledger/event-store'
import { snapshotsIn } from '@deskledger/event-store-sqlite'
import { runner } from '@deskledger/process'
import type { Projection, ProjectionSettings } from '@deskledger/projection'
import type { Vault } from '@deskledger/vault'
import { assembled, type Assembled } from './assembled.ts'
import { statesFile } from './folder.ts'
import type { NamedRunner } from './following.ts'
import type { Module } from './module.ts'
import type { DeskReads, Source } from './reads.ts'
import type { AnySend } from './sending.ts'
import type { SharedSettings } from './settings.ts'
import type { Telemetry } from './telemetry.ts'

/** What read models are made over. */
export type ModelsOver = Omit<ProjectionSettings, 'file' | 'clock' | 'leaseMs'>

export interface Parts<Modules extends ReadonlyArray<Module>> extends SharedSettings<Modules> {
  readonly clock: () => Instant
  readonly ids: () => string
  readonly id: string
  readonly folder: string
  readonly vault: Vault
  /** As it is stored: personal data sealed. */
  readonly log: ProjectionSettings['store']
  readonly models: (over: ModelsOver) => Projection
  readonly views: Source['views']
  /** Where the desk tells how it is, if the program has it. */
  readonly api: typeof Api | undefined
  /** Which projectors' read models these are; all unless told. */
  readonly readModels?: ReadonlyArray<string>
  readonly policies?: 'react' | 'rest'
  /** Policies get ready to take over while another node leads. */
  readonly standsBy?: boolean
  /** Log, keys and read models stand on servers: there are no files to be searched. */
  readonly isOnServers?: boolean
  /** Lets go of what only this desk uses, once log and keys are closed. */
  readonly close: () => Promise<void>
}

export interface House {
  readonly store: ProjectionSettings['store']
  readonly all: Assembled
  readonly send: AnySend
  readonly telemetry: Telemetry
}

/**
 * Where the states of long streams are kept. A log that has no chain cannot prove that a state is
 * still its own, so of such a one none is.
 */
export const statesOf = (
  folder: string,
  secret: Buffer,
  { chainAt }: House['store'],
): { readonly close: () => void; readonly snapshots?: SnapshotSettings } => {
  if (chainAt === undefined) return { close: () => undefined }
  const kept = snapshotsIn({ file: statesFile(folder), secret })
  return { close: kept.close, snapshots: { kept, chainAt } }
}

export const modelsOf = <Modules extends ReadonlyArray<Module>>(
  { models, id, onUndecodable = 'fail', onProgress }: Parts<Modules>,
  { store, all: { registry, projectors }, telemetry }: Omit<House, 'send'>,
): Projection =>
  models({
    store,
    registry,
    projectors,
    onUndecodable,
    log: id,
    onProgress: ({ position, events }) => {
      telemetry.folded(events)
      onProgress?.({ position })
    },
  })

/** The modules as one whole, with the projectors of the chosen read models alone. */
export const chosen = <Modules extends ReadonlyArray<Module>>({
  modules,
  readModels,
}: Pick<Parts<Modules>, 'modules' | 'readModels'>): Assembled => {
  const all = assembled(modules)
  if (readModels === undefined) return all
  return { ...all, projectors: all.projectors.filter(({ name }) => readModels.includes(name)) }
}

/** Somebody who runs each policy. */
export const hired = <Modules extends ReadonlyArray<Module>>(
  { clock, onUndecodable = 'fail', policies: work = 'react' }: Parts<Modules>,
  { store, all: { modules, registry }, send }: House,
): ReadonlyArray<NamedRunner> =>
  (work === 'rest' ? [] : modules)
    .flatMap(({ policies = [] }) => policies)
    .map((policy) => ({
      name: policy.name,
      runner: runner({
        policy: policy as never,
        registry,
        store,
        send,
        clock,
        onUndecodable: onUndecodable === 'fail' ? 'fail' : 'skip',
      }),
    }))

/** What a desk shows of what it reads. */
export const seen = <Modules extends ReadonlyArray<Module>>(read: DeskReads<Modules>) => {
  const { folder, id, events, ask, query, customer, find, freshness, head, readModels, db } = read
  return { folder, id, events, ask, query, customer, find, freshness, head, readModels, db }
}
