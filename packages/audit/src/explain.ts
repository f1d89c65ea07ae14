/**
 * Why a row is what it is: the events that touched it, in order, each with who caused it, by which
 * command, and what it changed. Folding these events, and those of the rows that a following table
 * comes from, gives the row: `refolded` does that.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Actor } from '@deskledger/kernel'
import {
  explain,
  type AnyEvent,
  type AnyTable,
  type ProjectionError,
  type ReadModelSettings,
  type Row,
  type Step,
  type Value,
} from '@deskledger/projection'
import { watched } from './origins.ts'
import { onlyAt } from './sifting.ts'

/** What an event did to the row. */
export type Effect = 'began' | 'changed' | 'ended' | 'left as it was' | 'erased'

export interface ColumnChange {
  readonly column: string
  /** Undefined where there was no row. */
  readonly before: Value | undefined
  readonly after: Value | undefined
}

export interface Touch {
  readonly position: number
  readonly type: string
  readonly stream: string
  readonly revision: number
  readonly occurredAt: number
  readonly recordedAt: number
  readonly actor: Actor
  readonly commandId: string
  readonly correlationId: string
  readonly causationId: string
  readonly effect: Effect
  readonly changes: ReadonlyArray<ColumnChange>
}

export interface Explanation {
  readonly table: AnyTable
  readonly key: Row
  readonly touches: ReadonlyArray<Touch>
  /** What the row has become; undefined if there is none. */
  readonly row: Row | undefined
  /** Positions of events that made the rows which this one comes from, and did not touch it. */
  readonly origins: ReadonlyArray<number>
  /** How many rows of another table this one comes from; 0 if it is fed by events. */
  readonly sources: number
  /** The table with nothing in it but the row and what it comes from. */
  readonly narrowed: AnyTable
}

export interface Asked {
  readonly table: AnyTable
  readonly key: Row
  /** As of this position; the end of the log unless told. */
  readonly upTo?: number
}

export const explained =
  (
    settings: ReadModelSettings,
    { table, key, upTo }: Asked,
  ): TaskEither<ProjectionError, Explanation> =>
  async () => {
    const watching = watched(table)
    const steps = await explain(settings, watching.table, key, upTo)()
    if (E.isLeft(steps)) return steps
    const { events, rows, table: narrowed } = watching.origins(key)
    const touching = new Set(steps.right.map(({ position }) => position))
    return E.right({
      table,
      key,
      touches: steps.right.map(touchOf),
      row: steps.right.at(-1)?.after,
      origins: events.map(({ position }) => position).filter((each) => !touching.has(each)),
      sources: rows,
      narrowed,
    })
  }

/** The row as nothing but the events of the explanation make it. */
export const refolded =
  (
    settings: ReadModelSettings,
    { narrowed, key, touches, origins }: Explanation,
  ): TaskEither<ProjectionError, Row | undefined> =>
  async () => {
    const positions = new Set([...touches.map(({ position }) => position), ...origins])
    const store = onlyAt(settings.store, positions)
    const steps = await explain({ ...settings, store }, narrowed, key)()
    return E.isLeft(steps) ? steps : E.right(steps.right.at(-1)?.after)
  }

const touchOf = ({ event, before, after, changed, isErasure }: Step): Touch => ({
  ...envelopeOf(event),
  effect: effectOf(before, after, isErasure),
  changes: changed.map((column) => ({
    column,
    before: before?.[column],
    after: after?.[column],
  })),
})

const envelopeOf = (event: AnyEvent): Omit<Touch, 'effect' | 'changes'> => {
  const { position, type, stream, revision, occurredAt, recordedAt } = event
  const { actor, commandId, correlationId, causationId } = event
  const place = { position, type, stream, revision, occurredAt, recordedAt }
  return { ...place, actor, commandId, correlationId, causationId }
}

const effectOf = (before: Row | undefined, after: Row | undefined, isErasure: boolean): Effect => {
  if (isErasure) return 'erased'
  if (before === after) return 'left as it was'
  if (before === undefined) return 'began'
  return after === undefined ? 'ended' : 'changed'
}
