/**
 * A workload: which runs it is made of, what one run does in its process, and what rows of the table
 * come of the figures.
 */
import type { Adapter } from './adapters/adapter.ts'
import type { AdapterName } from './adapters/index.ts'
import type { Measured } from './meter.ts'
import type { Results } from './results.ts'
import type { Row, Where } from './row.ts'
import type { SeedName, Size } from './seeds.ts'

/** One measurement, repeated; each repetition is a process of its own. */
export interface Run {
  /** Unique in its workload. */
  readonly name: string
  readonly adapter: AdapterName
  /** `memory`: a file system in memory, for processor time. `disk`: the repository's disk. */
  readonly place: keyof Where
  /** Told to `measure`, where a workload has several. */
  readonly variant?: string
  /** Done by each peer too, and compared by this time; a peer is not otherwise measured. */
  readonly forPeers?: 'wall' | 'cpu'
  /** What is counted, for the peers' table. */
  readonly peersDo?: string
  /** At most so many repetitions. */
  readonly most?: number
}

/** What a process is told: to measure, to make the log of a workload, or to be in the way. */
export interface Task {
  readonly kind: 'measure' | 'plant' | 'rival'
  readonly workload: string
  readonly adapter: string
  readonly variant: string
  /** Empty, and of its own; a rival's is the one that it writes to. */
  readonly folder: string
  /** The folder of the log that the workload reads; empty where it reads none. */
  readonly seed: string
  readonly size: Size
  /** The folder of the peers' packages; empty without peers. */
  readonly peers: string
}

export interface Workload {
  readonly name: string
  /** What it is, in a line of the help. */
  readonly title: string
  /** The log that it reads, made once for each adapter. */
  readonly seed?: SeedName
  readonly runs: ReadonlyArray<Run>
  readonly measure: (task: Task, adapter: Adapter) => Promise<Measured>
  readonly rows: (results: Results, where: Where) => ReadonlyArray<Row>
  /** Why it cannot be measured here, if it cannot. */
  readonly isMissing?: () => string | undefined
}
