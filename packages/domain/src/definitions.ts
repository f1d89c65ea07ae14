/**
 * What the house has decided for itself: case types, priorities, routing, surveys. Version 1, built in.
 *
 * Rules read these as facts of the command, and the version that counted is copied into the event.
 */
import type { Def } from '@deskledger/kernel'
import * as O from 'fp-ts/lib/Option.js'

export interface CaseType {
  readonly def: Def
  readonly category: 'enquiry' | 'incident' | 'complaint' | 'serviceOrder' | 'obstacle'
  /** The words of the trade for how far a request has come, in the order in which they come. */
  readonly stages: ReadonlyArray<string>
  /** Where the work goes and what it takes. */
  readonly routing: {
    readonly queue: string
    readonly skills: ReadonlyArray<{ readonly skill: string; readonly min: number }>
    /** Units of an agent's capacity that one such request takes. */
    readonly weight: number
  }
  /** For how long after closing a request may be opened again. */
  readonly reopenWindowMin: number
}

/** Priority 1 to 5 by severity (row) and impact (column), each 1 to 5 with 1 the most. */
export interface PriorityMatrix {
  readonly def: Def
  readonly rows: ReadonlyArray<ReadonlyArray<number>>
}

export interface RoutingSettings {
  readonly def: Def
  /** How long an agent has to accept an offer. */
  readonly offerSeconds: number
  /** How long to wait before asking again when nobody is eligible. */
  readonly retrySeconds: number
  /** Points that each part of a score can reach; they add up to 100. */
  readonly points: {
    readonly skill: number
    readonly load: number
    readonly affinity: number
    readonly idle: number
  }
  /** From this many minutes without work on, an agent gets all points for idleness. */
  readonly idleFullMin: number
}

/** An ordered scale: its labelled points, best first. Only these values can be given. */
export interface Scale {
  readonly key: string
  readonly points: ReadonlyArray<{ readonly value: number; readonly label: string }>
}

export interface Instrument {
  readonly def: Def
  readonly dimensions: ReadonlyArray<{
    readonly dimension: string
    readonly scale: Scale
    readonly weight: number
    readonly mandatory: boolean
  }>
}

export interface House {
  readonly caseTypes: ReadonlyArray<CaseType>
  readonly priorities: PriorityMatrix
  readonly routing: RoutingSettings
  readonly instruments: ReadonlyArray<Instrument>
}

// ------------------------------------------------------------------------------------------------
// the built-in house
// ------------------------------------------------------------------------------------------------

const first = (key: string): Def => ({ key, version: 1 })
const days = (n: number): number => n * 24 * 60

const caseTypes: ReadonlyArray<CaseType> = [
  {
    def: first('priceQuery'),
    category: 'enquiry',
    stages: ['asked', 'answered'],
    routing: { queue: 'frontDesk', skills: [{ skill: 'pricing', min: 1 }], weight: 1 },
    reopenWindowMin: days(14),
  },
  {
    def: first('whereToBuy'),
    category: 'enquiry',
    stages: ['asked', 'answered'],
    routing: { queue: 'frontDesk', skills: [], weight: 1 },
    reopenWindowMin: days(14),
  },
  {
    def: first('usage'),
    category: 'enquiry',
    stages: ['asked', 'explained'],
    routing: { queue: 'frontDesk', skills: [{ skill: 'product', min: 2 }], weight: 1 },
    reopenWindowMin: days(14),
  },
  {
    def: first('fault'),
    category: 'incident',
    stages: ['reported', 'diagnosed', 'repaired'],
    routing: { queue: 'engineers', skills: [{ skill: 'repair', min: 2 }], weight: 2 },
    reopenWindowMin: days(30),
  },
  {
    def: first('complaint'),
    category: 'complaint',
    stages: ['received', 'investigated', 'answered'],
    routing: { queue: 'complaints', skills: [{ skill: 'mediation', min: 3 }], weight: 2 },
    reopenWindowMin: days(60),
  },
  /** The history of another system, which says neither what kind of request it was nor its stages. */
  {
    def: first('imported'),
    category: 'incident',
    stages: [],
    routing: { queue: 'frontDesk', skills: [], weight: 1 },
    reopenWindowMin: days(30),
  },
]

/** The mean of severity and impact, rounded towards the more urgent. */
const priorities: PriorityMatrix = {
  def: first('severityByImpact'),
  rows: [
    [1, 1, 2, 2, 3],
    [1, 2, 2, 3, 3],
    [2, 2, 3, 3, 4],
    [2, 3, 3, 4, 4],
    [3, 3, 4, 4, 5],
  ],
}

const routing: RoutingSettings = {
  def: first('bySkill'),
  offerSeconds: 120,
  retrySeconds: 900,
  points: { skill: 40, load: 30, affinity: 20, idle: 10 },
  idleFullMin: 60,
}

const speed: Scale = {
  key: 'speed',
  points: [
    { value: 5, label: 'fast' },
    { value: 3, label: 'medium' },
    { value: 1, label: 'slow' },
  ],
}

const degree: Scale = {
  key: 'degree',
  points: [
    { value: 5, label: 'wholly' },
    { value: 4, label: 'mostly' },
    { value: 3, label: 'half' },
    { value: 2, label: 'hardly' },
    { value: 1, label: 'not at all' },
  ],
}

/** The five dimensions on which every request can be scored. */
const service: Instrument = {
  def: first('service'),
  dimensions: [
    { dimension: 'responseTime', scale: speed, weight: 1, mandatory: true },
    { dimension: 'degreeSolved', scale: degree, weight: 2, mandatory: true },
    { dimension: 'efficiency', scale: speed, weight: 1, mandatory: false },
    { dimension: 'quality', scale: degree, weight: 1, mandatory: false },
    { dimension: 'price', scale: degree, weight: 1, mandatory: false },
  ],
}

export const house: House = { caseTypes, priorities, routing, instruments: [service] }

// ------------------------------------------------------------------------------------------------
// looking up
// ------------------------------------------------------------------------------------------------

/** Something that a command names and the house has not defined. */
export interface UnknownDefinition {
  readonly _tag: 'UnknownDefinition'
  readonly kind: 'caseType' | 'instrument'
  readonly key: string
  readonly known: ReadonlyArray<string>
}

/** The newest version under `key`. */
export const newest = <A extends { readonly def: Def }>(
  list: ReadonlyArray<A>,
  key: string,
): O.Option<A> =>
  list
    .filter(({ def }) => def.key === key)
    .reduce<O.Option<A>>(
      (best, next) =>
        O.isSome(best) && best.value.def.version >= next.def.version ? best : O.some(next),
      O.none,
    )

/** The version that was recorded. */
export const recorded = <A extends { readonly def: Def }>(
  list: ReadonlyArray<A>,
  { key, version }: Def,
): O.Option<A> => O.fromNullable(list.find(({ def }) => def.key === key && def.version === version))
