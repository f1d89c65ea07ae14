/**
 * What is counted while a file is imported.
 */
import type { Counts } from '@deskledger/domain/import/events'
import { isPart, type Flaw } from '../file/flaw.ts'

export interface Tallies {
  cases: number
  events: number
  /** Brought by this run, by an earlier run of the same import, by other imports. */
  recorded: number
  resumed: number
  known: number
  /** Rows that repeat an event of the same id. */
  repeated: number
  /** Rows set aside. */
  broken: number
  /** What could not be taken of rows that are imported. */
  partly: number
  /** Opened by this import, and of these by this run. */
  requests: number
  requestsOpened: number
  parties: number
  partiesRegistered: number
  agents: number
  agentsEnrolled: number
  products: number
  scores: number
}

const noTallies = (): Tallies => ({
  cases: 0,
  events: 0,
  recorded: 0,
  resumed: 0,
  known: 0,
  repeated: 0,
  broken: 0,
  partly: 0,
  requests: 0,
  requestsOpened: 0,
  parties: 0,
  partiesRegistered: 0,
  agents: 0,
  agentsEnrolled: 0,
  products: 0,
  scores: 0,
})

/** The same counts for the same file on the same log, however often it was broken off. */
export const countsOf = (tallies: Readonly<Tallies>): Counts => {
  const { cases, events, recorded, resumed, known, repeated, broken } = tallies
  const { requests, parties, agents, products } = tallies
  return {
    cases,
    events,
    recorded: recorded + resumed,
    known: known + repeated,
    broken,
    requests,
    parties,
    agents,
    products,
  }
}

/** How often each of some keys came; beyond `most` keys, the rest are counted together. */
export interface Frequencies {
  readonly add: (key: string) => void
  readonly list: () => ReadonlyArray<{ readonly key: string; readonly n: number }>
}

const others = '(others)'

const frequencies = (most: number): Frequencies => {
  const counts = new Map<string, number>()
  return {
    add: (key) => {
      const counted = counts.has(key) || counts.size < most ? key : others
      counts.set(counted, (counts.get(counted) ?? 0) + 1)
    },
    list: () =>
      [...counts]
        .map(([key, n]) => ({ key, n }))
        .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1)),
  }
}

/** Everything that is counted in one pass over a file. */
export interface Counting {
  readonly tallies: Tallies
  /** By move and status, `close/closed`. */
  readonly deviations: Frequencies
  readonly channels: Frequencies
  readonly priorities: Frequencies
  readonly flawed: (flaw: Flaw) => void
  readonly met: (kind: 'party' | 'agent', isNew: boolean) => void
}

/** How many different labels are counted one by one. */
const mostLabels = 200

export const counting = (): Counting => {
  const tallies = noTallies()
  return {
    tallies,
    deviations: frequencies(mostLabels),
    channels: frequencies(mostLabels),
    priorities: frequencies(mostLabels),
    flawed: (flaw) => {
      if (isPart(flaw)) tallies.partly += 1
      else tallies.broken += 1
    },
    met: (kind, isNew) => {
      if (kind === 'party') {
        tallies.parties += 1
        tallies.partiesRegistered += isNew ? 1 : 0
      } else {
        tallies.agents += 1
        tallies.agentsEnrolled += isNew ? 1 : 0
      }
    },
  }
}
