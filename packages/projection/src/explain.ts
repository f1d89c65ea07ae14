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
import { drive } from './engine/sink.ts'
import type { ProjectionError } from './errors.ts'
import type { RowChange } from './forms/follower.ts'
import { memorySink } from './memory/sink.ts'
import { turn } from './pausing.ts'
import type { Projector } from './projector.ts'
import { reader, slices } from './reading.ts'
import type { ReadModelSettings } from './settings.ts'
import type { AnyEvent, AnyTable, Row } from './table.ts'

/** One event and what it did to the row. */
export interface Step {
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
    const plan = planOf([lineage(settings.projectors, table)])
    const steps = stepping(plan, table, key)
    const { store, registry, onUndecodable = 'fail', batchSize = 1_000 } = settings
    const read = reader(plan, registry, onUndecodable)
    const types = plan.types && { types: [...plan.types] }
    const end = upTo === undefined ? {} : { upTo }
    try {
      let after = 0
      for await (const page of store.readAll({ ...types, ...end })) {
        for (const slice of slices(page, after, batchSize)) {
          const { events, stop } = read(slice)
          steps.fold(events)
          if (stop !== undefined) return E.left(stop)
          await turn()
        }
        after = page.through
      }
      return E.right(steps.taken())
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
  readonly fold: (events: ReadonlyArray<AnyEvent>) => void
  readonly taken: () => ReadonlyArray<Step>
}

/** Folds events in memory and writes down what happens to one row. */
export const stepping = (plan: Plan, table: AnyTable, key: Row): Stepping => {
  const sink = memorySink(plan)
  const steps: Array<Step> = []
  const watch = (stage: Stage, changes: ReadonlyArray<RowChange>): void => {
    if (stage.table !== table) return
    const wanted = stage.keyId(key)
    for (const change of changes) {
      const row = change.after ?? change.before
      if (row !== undefined && stage.keyId(row) === wanted) steps.push(stepOf(stage, change))
    }
  }
  return {
    fold: (events) => drive(batch(plan, events, watch), sink),
    taken: () => steps,
  }
}

const stepOf = ({ names }: Stage, { before, after, event, isErasure }: RowChange): Step => ({
  position: event.position,
  type: event.type,
  stream: event.stream,
  occurredAt: event.occurredAt,
  isErasure,
  before,
  after,
  changed: names.filter((name) => before?.[name] !== after?.[name]),
})
