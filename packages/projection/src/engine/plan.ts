/**
 * The plan of a read model: all tables of all projectors as stages, in an order in which each comes
 * after what it follows.
 */
import type { Projector } from '../projector.ts'
import type { AnyEvent, AnyTable, Row } from '../table.ts'
import { rowCheck } from './check-row.ts'
import { flawsOf } from './flaws.ts'
import { keyIdOf, type KeyId } from './key.ts'

/** One table in the plan, with what is worked out of it once. */
export interface Stage {
  readonly table: AnyTable
  /** Its place among the stages. */
  readonly place: number
  readonly keyNames: ReadonlyArray<string>
  /** Key and columns, in the order in which they are declared. */
  readonly names: ReadonlyArray<string>
  readonly keyId: (row: Row) => KeyId
  /** Personal columns by the column in which their owner's id stands. */
  readonly personal: ReadonlyMap<string, ReadonlyArray<string>>
  /** The stages that follow this one. */
  readonly followers: ReadonlyArray<number>
  /** Throws on a row that would not be read back as it is. Only where the plan is strict. */
  readonly check: ((row: Row) => Row) | undefined
}

export type Erasing = (e: AnyEvent) => Row

export interface Plan {
  readonly projectors: ReadonlyArray<Projector>
  readonly stages: ReadonlyArray<Stage>
  /** See `typesHeard`. */
  readonly types: ReadonlySet<string> | undefined
  readonly stagesHearing: (type: string) => ReadonlyArray<Stage>
  readonly erasing: ReadonlyMap<string, ReadonlyArray<Erasing>>
}

export interface PlanSettings {
  /** Look at every row that a fold returns, and freeze it. For specs and development: it costs. */
  readonly isStrict?: boolean
}

/** Throws on projectors that contradict themselves: they are code, so that is a bug. */
export const planOf = (
  projectors: ReadonlyArray<Projector>,
  { isStrict = false }: PlanSettings = {},
): Plan => {
  const flaws = flawsOf(projectors)
  if (flaws.length > 0) throw new Error(`the read model contradicts itself: ${flaws.join('; ')}`)
  const tables = projectors.flatMap((projector) => projector.tables)
  const stages = tables.map((table, place) => stageOf(tables, table, place, isStrict))
  return {
    projectors,
    stages,
    types: typesHeard(projectors),
    stagesHearing: hearing(stages),
    erasing: erasingOf(projectors),
  }
}

/** The event types that any table or erasure listens to; undefined if some table hears all. */
export const typesHeard = (projectors: ReadonlyArray<Projector>): Plan['types'] => {
  const lists = projectors.flatMap(({ tables, erases = {} }) => [
    new Set(Object.keys(erases)),
    ...tables.map(({ types }) => types),
  ])
  const heard = lists.flatMap((types) => (types === undefined ? [] : [...types]))
  return lists.includes(undefined) ? undefined : new Set(heard)
}

const stageOf = (
  tables: ReadonlyArray<AnyTable>,
  table: AnyTable,
  place: number,
  isStrict: boolean,
): Stage => {
  const keyNames = Object.keys(table.key)
  return {
    table,
    place,
    keyNames,
    names: [...keyNames, ...Object.keys(table.columns)],
    keyId: keyIdOf(table.key),
    personal: personalOf(table),
    followers: tables.flatMap(({ of }, follower) => (of === table ? [follower] : [])),
    check: isStrict ? rowCheck(table) : undefined,
  }
}

const personalOf = ({ columns }: AnyTable): Stage['personal'] => {
  const byOwner = new Map<string, ReadonlyArray<string>>()
  for (const [name, { personalOf: owner }] of Object.entries(columns))
    if (owner !== undefined) byOwner.set(owner, [...(byOwner.get(owner) ?? []), name])
  return byOwner
}

const erasingOf = (projectors: ReadonlyArray<Projector>): Plan['erasing'] => {
  const byType = new Map<string, ReadonlyArray<Erasing>>()
  for (const { erases = {} } of projectors)
    for (const [type, erasing] of Object.entries(erases))
      byType.set(type, [...(byType.get(type) ?? []), erasing])
  return byType
}

/** Asked once for each event, so an answer is kept. */
const hearing = (stages: ReadonlyArray<Stage>): Plan['stagesHearing'] => {
  const answers = new Map<string, ReadonlyArray<Stage>>()
  return (type) => {
    const known = answers.get(type)
    if (known !== undefined) return known
    const all = stages.filter(
      ({ table }) => table.of === undefined && (table.types?.has(type) ?? true),
    )
    answers.set(type, all)
    return all
  }
}
