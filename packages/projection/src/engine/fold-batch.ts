/**
 * A batch folded onto the rows of one table: pure, and all that there is to a projector's meaning.
 *
 * Every row is folded in the order of the inputs, as if they came one at a time. The engine puts the
 * key into every row a fold returns, so that a row born in this batch is as one that was loaded.
 */
import type { RowChange } from '../forms/follower.ts'
import type { Row } from '../table.ts'
import { emptied, type Erasure } from './erasure.ts'
import { failed } from './failure.ts'
import type { Stage } from './plan.ts'
import { eventOf, type Slot, type Touch, type Touched } from './touch.ts'

/** What is to be written, each row once, and what followers are told. */
export interface Folded {
  readonly added: ReadonlyArray<Row>
  readonly changed: ReadonlyArray<Row>
  /** Rows as they were before. */
  readonly removed: ReadonlyArray<Row>
  readonly changes: ReadonlyArray<RowChange>
}

/**
 * `touched.slots` hold the rows as they were loaded, those of the erased persons among them. Only
 * if `tells` are changes collected: most tables have no follower.
 */
export const foldBatch = (
  stage: Stage,
  { slots, touches }: Touched,
  erasures: ReadonlyArray<Erasure>,
  tells: boolean,
): Folded => {
  const changes: Array<RowChange> = []
  const tell = tells ? (change: RowChange) => void changes.push(change) : undefined
  let due = 0
  for (const touch of touches) {
    const { position } = eventOf(touch.input)
    for (let next = erasures[due]; next && next.event.position < position; next = erasures[due]) {
      erase(stage, slots.values(), next, tell)
      due += 1
    }
    foldOne(stage, touch, tell)
  }
  for (const next of erasures.slice(due)) erase(stage, slots.values(), next, tell)
  return { ...written(slots.values()), changes }
}

type Tell = ((change: RowChange) => void) | undefined

const foldOne = (stage: Stage, touch: Touch, tell: Tell): void => {
  const { slot, input } = touch
  const before = slot.after
  slot.after = evolved(stage, touch)
  if (tell !== undefined && (before !== undefined || slot.after !== undefined))
    tell({ before, after: slot.after, event: eventOf(input), isErasure: false })
}

const evolved = (stage: Stage, { slot, input, isGone }: Touch): Row | undefined => {
  if (isGone) return undefined
  const { table, check } = stage
  const before = slot.after
  try {
    if (table.isLog && before !== undefined) throw new Error('a row of a log is written twice')
    const folded = table.evolve(before, input as never, slot.key)
    if (folded === undefined || folded === before) return folded
    const whole = withKey(stage, folded, slot.key)
    return check === undefined ? whole : check(whole)
  } catch (cause) {
    throw failed(table, eventOf(input), cause)
  }
}

const withKey = ({ keyNames }: Stage, row: Row, key: Row): Row => {
  for (const name of keyNames) if (row[name] !== key[name]) return { ...row, ...key }
  return row
}

const erase = (stage: Stage, slots: Iterable<Slot>, erasure: Erasure, tell: Tell): void => {
  for (const slot of slots) {
    const before = slot.after
    if (before === undefined) continue
    const after = emptied(stage, before, erasure)
    if (after === before) continue
    slot.after = stage.check === undefined ? after : stage.check(after)
    tell?.({ before, after, event: erasure.event, isErasure: true })
  }
}

/** A row that was born and died within the batch was never there. */
const written = (slots: Iterable<Slot>): Omit<Folded, 'changes'> => {
  const added: Array<Row> = []
  const changed: Array<Row> = []
  const removed: Array<Row> = []
  for (const { before, after } of slots) {
    if (before === after) continue
    if (after === undefined) {
      if (before !== undefined) removed.push(before)
    } else if (before === undefined) added.push(after)
    else changed.push(after)
  }
  return { added, changed, removed }
}
