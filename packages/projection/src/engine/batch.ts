/**
 * A batch through all tables, stage by stage: route, load, fold, write, tell the followers.
 *
 * A generator that asks for rows and hands over what is to be written, so that one and the same
 * engine runs on a synchronous sink, an asynchronous one and in memory. A table asks at most once
 * for rows and writes at most once, however many events there are.
 */
import type { AnyEvent, Row } from '../table.ts'
import { erasuresIn, erasuresOf, type Erasure } from './erasure.ts'
import { foldBatch, type Folded } from './fold-batch.ts'
import type { Plan, Stage } from './plan.ts'
import { touched, type Input, type Touched } from './touch.ts'

/** Rows to be loaded: one for each key, in order, and all that hold the data of these persons. */
export interface Load {
  readonly type: 'load'
  readonly stage: Stage
  readonly keys: ReadonlyArray<Row>
  readonly owned: ReadonlyArray<{ readonly owner: string; readonly id: string }>
}
export interface Loaded {
  readonly rows: ReadonlyArray<Row | undefined>
  readonly owned: ReadonlyArray<Row>
}

/** Rows to be written, the removed ones first. */
export interface Write extends Omit<Folded, 'changes'> {
  readonly type: 'write'
  readonly stage: Stage
}

export type Batch = Generator<Load | Write, void, Loaded>

/** `watch` is told what a batch did to the rows of any table. */
export function* batch(
  plan: Plan,
  events: ReadonlyArray<AnyEvent>,
  watch?: (stage: Stage, changes: Folded['changes']) => void,
): Batch {
  const inputs = inputsOf(plan, events)
  const erasures = erasuresOf(plan, events)
  for (const stage of plan.stages) {
    const own = inputs[stage.place] ?? []
    const erased = erasuresIn(stage, erasures)
    if (own.length === 0 && erased.length === 0) continue
    const touching = touched(stage, own)
    const { unknown } = touching
    if (unknown.length > 0 || erased.length > 0) {
      const keys = unknown.map(({ key }) => key)
      filled(stage, touching, yield { type: 'load', stage, keys, owned: ownedBy(erased) })
    }
    const tells = stage.followers.length > 0 || watch !== undefined
    const { changes, ...rows } = foldBatch(stage, touching, erased, tells)
    if (rows.added.length + rows.changed.length + rows.removed.length > 0)
      yield { type: 'write', stage, ...rows }
    for (const follower of stage.followers) inputs[follower] = changes
    watch?.(stage, changes)
  }
}

const inputsOf = (
  { stages, stagesHearing }: Plan,
  events: ReadonlyArray<AnyEvent>,
): Array<ReadonlyArray<Input>> => {
  const inputs: Array<Array<Input>> = stages.map(() => [])
  for (const event of events)
    for (const { place } of stagesHearing(event.type)) inputs[place]?.push(event)
  return inputs
}

const ownedBy = (erasures: ReadonlyArray<Erasure>): Load['owned'] => [
  ...new Map(erasures.map(({ owner, id }) => [`${owner}\0${id}`, { owner, id }] as const)).values(),
]

const filled = (stage: Stage, { slots, unknown }: Touched, { rows, owned }: Loaded): void => {
  unknown.forEach((slot, i) => {
    slot.before = rows[i]
    slot.after = rows[i]
  })
  for (const row of owned) {
    const id = stage.keyId(row)
    if (!slots.has(id)) slots.set(id, { key: row, before: row, after: row })
  }
}
