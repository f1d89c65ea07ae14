/**
 * Which rows the inputs of a batch touch: every input is routed before any row is loaded, so that
 * all rows of a table can be loaded at once.
 */
import type { AnyEvent, Keys, Row } from '../table.ts'
import type { RowChange } from '../forms/follower.ts'
import { failed } from './failure.ts'
import type { KeyId } from './key.ts'
import type { Stage } from './plan.ts'

export type Input = AnyEvent | RowChange

/** A row that a batch touches: what it was before, and what it has become so far. */
export interface Slot {
  readonly key: Row
  before: Row | undefined
  after: Row | undefined
}

/** An input and the row that hears it. */
export interface Touch {
  readonly input: Input
  readonly slot: Slot
  /** The row is taken back, whatever it is. */
  readonly isGone: boolean
}

export interface Touched {
  readonly slots: Map<KeyId, Slot>
  /** In the order of the inputs. */
  readonly touches: ReadonlyArray<Touch>
  /** Those of the slots whose rows must be looked up: a row that a log adds was never there. */
  readonly unknown: ReadonlyArray<Slot>
}

/** The event that an input is, or was caused by. */
export const eventOf = (input: Input): AnyEvent => ('event' in input ? input.event : input)

export const touched = (stage: Stage, inputs: ReadonlyArray<Input>): Touched => {
  const { route, gone, isLog } = stage.table
  const slots = new Map<KeyId, Slot>()
  const touches: Array<Touch> = []
  const unknown: Array<Slot> = []

  const touch = (input: Input, key: Row, isGone: boolean): void => {
    const id = stage.keyId(key)
    let slot = slots.get(id)
    if (slot === undefined) {
      slot = { key, before: undefined, after: undefined }
      slots.set(id, slot)
      if (isGone || !isLog) unknown.push(slot)
    }
    touches.push({ input, slot, isGone })
  }

  for (const input of inputs)
    try {
      if (gone !== undefined)
        for (const key of distinct(stage, gone(input as never))) touch(input, key, true)
      const keys = route(input as never)
      if (isOne(keys)) touch(input, keys, false)
      else for (const key of distinct(stage, keys)) touch(input, key, false)
    } catch (cause) {
      throw failed(stage.table, eventOf(input), cause)
    }
  return { slots, touches, unknown }
}

const isOne = (keys: Keys<Row>): keys is Row => keys !== undefined && !Array.isArray(keys)

/** The keys as a list, whatever a route has said them as. */
export const keysIn = (keys: Keys<Row>): ReadonlyArray<Row> => {
  if (keys === undefined) return []
  return isOne(keys) ? [keys] : keys
}

const distinct = (stage: Stage, keys: Keys<Row>): ReadonlyArray<Row> => {
  const all = keysIn(keys)
  return all.length < 2 ? all : [...new Map(all.map((key) => [stage.keyId(key), key])).values()]
}
