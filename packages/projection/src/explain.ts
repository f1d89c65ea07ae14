/**
 * Why a row is what it is: every event that touched it, with the row before and after.
 *
 * Found by folding again, without a database: an answer that cannot differ from the row, since the
 * same folds gave both.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { toStoreError } from '@deskledger/event-store'
import { batch } from './engine/batch.ts'
import { isFoldFailed } from './engine/failure.ts'
import { planOf, type Plan, type Stage } from './engine/plan.ts'
import { keyIdOf } from './engine/key.ts'
import { drive } from './engine/sink.ts'
import { keysIn } from './engine/touch.ts'
import type { ProjectionError } from './errors.ts'
import type { RowChange } from './forms/follower.ts'
import { memorySink } from './memory/sink.ts'
import { turn } from './pausing.ts'
import type { Projector } from './projector.ts'
import { reader, slices } from './reading.ts'
import type { ReadModelSettings } from './settings.ts'
import type { AnyEvent, AnyTable, Keys, Row } from './table.ts'

/** One event and what it did to the row. */
export interface Step {
  /** The event itself: who caused it, by which command. */
  readonly event: AnyEvent
  readonly position: number
  readonly type: string
  readonly stream: string
  readonly occurredAt: number
  /** True if the engine emptied personal columns because of it. */
  readonly isErasure: boolean
  readonly before: Row | undefined
  readonly after: Row | undefined
  /** The columns that differ. */
  readonly changed: ReadonlyArray<string>
}

/** The steps of the row at `key`, oldest first, up to a position if one is given. */
export const explain =
  (
    settings: ReadModelSettings,
    table: AnyTable,
    key: Row,
    upTo?: number,
  ): TaskEither<ProjectionError, ReadonlyArray<Step>> =>
  async () => {
    const { plan, fold, taken } = stepping(settings.projectors, table, key)
    const { store, registry, onUndecodable = 'fail', batchSize = 1_000 } = settings
    const read = reader(plan, registry, onUndecodable)
    const types = plan.types && { types: [...plan.types] }
    const end = upTo === undefined ? {} : { upTo }
    try {
      let after = 0
      for await (const page of store.readAll({ ...types, ...end })) {
        for (const slice of slices(page, after, batchSize)) {
          const { events, stop } = read(slice)
          fold(events)
          if (stop !== undefined) return E.left(stop)
          await turn()
        }
        after = page.through
      }
      return E.right(taken())
    } catch (caught) {
      return E.left(isFoldFailed(caught) ? caught : toStoreError(caught))
    }
  }

/** Only the table and what it follows; erasures of every projector. */
export const lineage = (projectors: ReadonlyArray<Projector>, table: AnyTable): Projector => ({
  name: 'lineage',
  version: 1,
  tables: sources(table),
  erases: Object.fromEntries(
    [...planOf(projectors).erasing].map(([type, all]) => [
      type,
      (e) => Object.assign({}, ...all.map((erases) => erases(e))) as Row,
    ]),
  ),
})

const sources = (table: AnyTable): ReadonlyArray<AnyTable> =>
  table.of === undefined ? [table] : [...sources(table.of), table]

export interface Stepping {
  /** What is folded to see the steps. */
  readonly plan: Plan
  readonly fold: (events: ReadonlyArray<AnyEvent>) => void
  readonly taken: () => ReadonlyArray<Step>
}

/** Folds events in memory and writes down what happens to one row. */
export const stepping = (
  projectors: ReadonlyArray<Projector>,
  table: AnyTable,
  key: Row,
): Stepping => {
  const { tables, ...rest } = lineage(projectors, table)
  const target = only(table, key)
  const plan = planOf([{ ...rest, tables: [...tables.slice(0, -1), target] }])
  const sink = memorySink(plan)
  const steps: Array<Step> = []
  const watch = (stage: Stage, changes: ReadonlyArray<RowChange>): void => {
    if (stage.table === target) steps.push(...changes.map((change) => stepOf(stage, change)))
  }
  return { plan, fold: (events) => drive(batch(plan, events, watch), sink), taken: () => steps }
}

/** The table with nothing but the row at `key`. */
const only = (table: AnyTable, key: Row): AnyTable => {
  const { route, gone } = table
  const idOf = keyIdOf(table.key)
  const wanted = idOf(key)
  const own = (keys: Keys<Row>) => keysIn(keys).filter((each) => idOf(each) === wanted)
  return {
    ...table,
    route: (input: never) => own(route(input)),
    gone: gone && ((input: never) => own(gone(input))),
  }
}

const stepOf = ({ names }: Stage, { before, after, event, isErasure }: RowChange): Step => ({
  event,
  position: event.position,
  type: event.type,
  stream: event.stream,
  occurredAt: event.occurredAt,
  isErasure,
  before,
  after,
  changed: names.filter((name) => before?.[name] !== after?.[name]),
})
