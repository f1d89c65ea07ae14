/**
 * A projector under contract, and the logs that it is put to.
 */
import * as fc from 'fast-check'
import type { Fact, RecordedEvent, Registry } from '@deskledger/kernel'
import { anyEvent } from '@deskledger/kernel/testing'
import { typesHeard } from '../engine/plan.ts'
import type { Erases, Projector } from '../projector.ts'
import type { AnyEvent, AnyTable } from '../table.ts'
import type { AnyView } from '../view.ts'
import { recorded } from './recorded.ts'
import { onSqlite, type Trials } from './trial.ts'

export interface ContractSettings<E extends Fact> {
  readonly tables: ReadonlyArray<AnyTable>
  readonly views?: ReadonlyArray<AnyView>
  readonly erases?: Erases
  readonly registry: Registry<E>
  /** Histories to fold, of facts or recorded events; random events of the registry unless told. */
  readonly anyHistory?: fc.Arbitrary<ReadonlyArray<E | RecordedEvent<E>>>
  /** Tables that these histories never write to. */
  readonly unreached?: ReadonlyArray<string>
  /** How many random histories each law sees; 100 unless told. */
  readonly runs?: number
  /** Where the read model is kept; SQLite in memory unless told. */
  readonly on?: Trials
}

/** The same, with its types let go. */
export interface Subject {
  readonly projector: Projector
  readonly registry: Registry<Fact>
  readonly anyLog: fc.Arbitrary<ReadonlyArray<AnyEvent>>
  readonly unreached: ReadonlyArray<string>
  readonly runs: number
  readonly on: Trials
}

export const subjectOf = <E extends Fact>(name: string, settings: ContractSettings<E>): Subject => {
  const {
    tables,
    views = [],
    erases = {},
    registry,
    unreached = [],
    runs = 100,
    on = onSqlite,
  } = settings
  const projector: Projector = { name, version: 1, tables, views, erases }
  const { anyHistory = fc.array(anyHeard(projector, registry), { maxLength: 60, size: 'max' }) } =
    settings
  return {
    projector,
    registry: registry as unknown as Registry<Fact>,
    anyLog: anyHistory.map((history) => recorded<E>(history) as ReadonlyArray<AnyEvent>),
    unreached,
    runs,
    on,
  }
}

/** Only events that somebody listens to: the others would fill half of each history. */
const anyHeard = <E extends Fact>(projector: Projector, registry: Registry<E>): fc.Arbitrary<E> => {
  const types = typesHeard([projector])
  const codecs = new Map([...registry.codecs].filter(([type]) => types?.has(type) ?? true))
  return anyEvent({ ...registry, codecs })
}
