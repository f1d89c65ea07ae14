/**
 * The rows of the table: a figure of ours beside the same of `raw`, their ratio, and the goal.
 */
import { figure, rate, rss, type Figure, type Results } from './results.ts'

export type Unit = '/s' | 'MB' | 'ms' | ''

export interface Cell {
  readonly value: number
  readonly unit: Unit
  /** Said beside the value: what it is the figure of, where the column does not tell. */
  readonly of?: string
}

export interface Row {
  readonly workload: string
  readonly measured: string
  readonly where: string
  readonly raw: Cell | null
  readonly ours: Cell | null
  /** Ours by raw. */
  readonly ratio: number | null
  readonly goal: string | null
  readonly isMet: boolean | null
  /** Repetitions were more than twice apart: the machine was not quiet. */
  readonly isUneven: boolean
}

/** How the two places are called. */
export interface Where {
  readonly memory: string
  readonly disk: string
}

/** What ours has to be. */
export interface Goal {
  readonly text: string
  readonly isMet: (raw: number, ours: number) => boolean
}

export const atLeast = (ratio: number): Goal => ({
  text: `≥ ${ratio} ×`,
  isMet: (raw, ours) => ours >= ratio * raw,
})

export const atMost = (ratio: number): Goal => ({
  text: `≤ ${ratio} ×`,
  isMet: (raw, ours) => ours <= ratio * raw,
})

/** Megabytes above what raw needs. */
export const atMostMore = (mb: number): Goal => ({
  text: `≤ raw + ${mb} MB`,
  isMet: (raw, ours) => ours <= raw + mb,
})

type Head = Pick<Row, 'workload' | 'measured' | 'where'>

/** Two figures of the same thing. */
export const compared = (
  head: Head,
  { raw, ours, unit }: { readonly raw: Figure; readonly ours: Figure; readonly unit: Unit },
  goal?: Goal,
): Row => ({
  ...head,
  raw: { value: raw.value, unit },
  ours: { value: ours.value, unit },
  ratio: ours.value / raw.value,
  goal: goal?.text ?? null,
  isMet: goal?.isMet(raw.value, ours.value) ?? null,
  isUneven: Math.max(raw.spread, ours.spread) > 2,
})

/** Milliseconds, whatever raw needs. */
export const within = (ms: number): Goal => ({
  text: `≤ ${ms} ms`,
  isMet: (_, ours) => ours <= ms,
})

/** Megabytes above another figure of ours. */
export const flat = (mb: number): Goal => ({
  text: `≤ + ${mb} MB`,
  isMet: (one, other) => other <= one + mb,
})

/** A figure that is reported: there is nothing to compare it with. */
export const reported = (head: Head, cells: Partial<Pick<Row, 'raw' | 'ours'>>): Row => ({
  ...head,
  raw: cells.raw ?? null,
  ours: cells.ours ?? null,
  ratio: null,
  goal: null,
  isMet: null,
  isUneven: false,
})

interface Pair {
  readonly raw: string
  readonly ours: string
  readonly by: 'wall' | 'cpu'
}

/** So many a second in two runs. */
export const rates = (results: Results, head: Head, pair: Pair, goal?: Goal): Row => {
  const of = (run: string): Figure => figure(results, run, rate(pair.by))
  return compared(head, { raw: of(pair.raw), ours: of(pair.ours), unit: '/s' }, goal)
}

/** The most memory that any run of each adapter held. */
export const memory = (
  workload: string,
  results: Results,
  runs: {
    readonly raw: ReadonlyArray<string>
    readonly ours: ReadonlyArray<string>
    /** How much more ours may hold; 50 unless told. */
    readonly mb?: number
  },
): Row => {
  const most = (names: ReadonlyArray<string>): Figure =>
    names.map((name) => figure(results, name, rss)).reduce((a, b) => (b.value > a.value ? b : a))
  const head = { workload, measured: 'peak memory', where: 'RSS' }
  return compared(
    head,
    { raw: most(runs.raw), ours: most(runs.ours), unit: 'MB' },
    atMostMore(runs.mb ?? 50),
  )
}
