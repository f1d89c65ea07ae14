/**
 * Ids and times of the facts that are measured: the same in every run, of the size of real ones.
 */
import { identifier, Instant, type Actor, type CommandId } from '@deskledger/kernel'
import type * as t from 'io-ts'
import { randomUUID } from 'node:crypto'

const CommandIdentifier = identifier('CommandId')

const earned = <A>(codec: t.Type<A>, value: unknown): A => {
  if (codec.is(value)) return value
  throw new Error(`the benchmark made something that is no ${codec.name}`)
}

/** The codec's `n`th id; `kind`, a digit, keeps the ids of unlike things apart. */
export const idFrom = <A>(codec: t.Type<A>, kind: number, n: number): A =>
  earned(codec, `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

/** A new one at each call, as every sender makes it. */
export const newCommandId = (): CommandId => earned(CommandIdentifier, randomUUID())

export const clock = (): Instant => earned(Instant, Date.now())

/** So many seconds after 2026-01-01T00:00Z. */
export const second = (n: number): Instant => earned(Instant, 1_767_225_600_000 + n * 1_000)

export const actor: Actor = { kind: 'agent', id: 'agent-ana' }
