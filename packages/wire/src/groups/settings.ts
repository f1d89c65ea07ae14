/**
 * A group of consumers as it is kept: what it reads, how, and how far it has come.
 */
import type { GroupOptions } from '../schema/persistent.ts'
import type { Filter } from '../schema/shared.ts'
import { nameOf } from '../log/names.ts'

export interface GroupSettings {
  readonly resolveLinks: boolean
  readonly extraStatistics: boolean
  readonly messageTimeoutMs: number
  /** How often an event is sent again before it is parked. */
  readonly maxRetryCount: number
  readonly checkpointAfterMs: number
  readonly minCheckpointCount: number
  readonly maxCheckpointCount: number
  /** 0 for any number. */
  readonly maxSubscriberCount: number
  readonly liveBufferSize: number
  readonly readBatchSize: number
  readonly historyBufferSize: number
  readonly strategy: 'DispatchToSingle' | 'RoundRobin' | 'Pinned'
}

/** Numbers are revisions of a stream, or positions of the whole log. */
export interface KeptGroup {
  /** `$all` for the whole log. */
  readonly stream: string
  readonly group: string
  readonly settings: GroupSettings
  readonly filter?: Filter
  /** The number that it was to start from; −1 for the end. */
  readonly startFrom: number
  /** Everything up to this number is dealt with. */
  readonly checkpoint: number
  /** What was put aside, in the order in which that happened. */
  readonly parked: ReadonlyArray<number>
}

/** Where groups are kept. Calls are short and do not fail but by throwing. */
export interface GroupStore {
  readonly all: () => ReadonlyArray<KeptGroup>
  readonly put: (group: KeptGroup) => void
  readonly remove: (group: Pick<KeptGroup, 'stream' | 'group'>) => void
  readonly close: () => void
}

export const keyOf = ({ stream, group }: Pick<KeptGroup, 'stream' | 'group'>): string =>
  `${stream}::${group}`

/** Groups that end with the program. */
export const memoryGroups = (): GroupStore => {
  const groups = new Map<string, KeptGroup>()
  return {
    all: () => [...groups.values()],
    put: (group) => void groups.set(keyOf(group), group),
    remove: (group) => void groups.delete(keyOf(group)),
    close: () => undefined,
  }
}

const strategies = ['DispatchToSingle', 'RoundRobin', 'Pinned'] as const
const ticksPerMs = 10_000

/** What a client leaves out is what its makers document as the default. */
export const settingsOf = ({ settings = {} }: GroupOptions): GroupSettings => ({
  resolveLinks: settings.resolveLinks ?? false,
  extraStatistics: settings.extraStatistics ?? false,
  messageTimeoutMs: settings.messageTimeoutMs ?? inMs(settings.messageTimeoutTicks) ?? 30_000,
  maxRetryCount: settings.maxRetryCount ?? 0,
  checkpointAfterMs: settings.checkpointAfterMs ?? inMs(settings.checkpointAfterTicks) ?? 2_000,
  minCheckpointCount: settings.minCheckpointCount ?? 0,
  maxCheckpointCount: settings.maxCheckpointCount ?? 1_000,
  maxSubscriberCount: settings.maxSubscriberCount ?? 0,
  liveBufferSize: settings.liveBufferSize ?? 500,
  readBatchSize: settings.readBatchSize ?? 20,
  historyBufferSize: settings.historyBufferSize ?? 500,
  strategy:
    strategies.find((name) => name === settings.strategy) ??
    strategies[settings.namedStrategy ?? 0] ??
    'RoundRobin',
})

const inMs = (ticks: number | undefined): number | undefined =>
  ticks === undefined ? undefined : ticks / ticksPerMs

export const sourceOf = ({ all, stream, identifier }: GroupOptions): string =>
  all === undefined ? nameOf(stream?.stream ?? identifier) : '$all'

/** The number to start from; −1 for the end. */
export const startOf = ({ all, stream, settings }: GroupOptions): number => {
  if (all !== undefined) return all.end === undefined ? (all.position?.commit ?? 0) : -1
  if (stream?.end !== undefined) return -1
  const from = stream === undefined ? settings?.revision : stream.revision
  return from !== undefined && from > Number.MAX_SAFE_INTEGER ? -1 : (from ?? 0)
}
