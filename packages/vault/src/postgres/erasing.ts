/**
 * Erasing keys in PostgreSQL: the fence, the end of the keys, the journal.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Doomed, ErasableKeys, Fence, KeysStillRead } from '../erasure/erasable.ts'
import type { Link, Subject } from '../subject.ts'
import { keyIdsOf, listed } from './asking.ts'
import { isBusy } from './errors.ts'
import { journalIn } from './journal.ts'
import { nameOf, type Place } from './opening.ts'
import { lockAlone, quoted } from './schema.ts'
import { inTransaction, onConnection } from './server.ts'
import { isSwept } from './sweeping.ts'

export const erasableIn = (place: Place, desk: string): ErasableKeys => ({
  desk,
  place: nameOf(place),
  keyIdsOf: (subjects) => keyIdsOf(place, subjects),
  links: () => linksIn(place),
  fence: (fence) => putUp(place, fence),
  destroy: (doomed, at) => destroyed(place, doomed, at),
  journal: journalIn(place),
})

const linksIn = ({ server, schema }: Place): Promise<ReadonlyArray<Link>> =>
  onConnection(server, 'read', async ({ query }) => {
    const text = `SELECT subject, owner FROM ${quoted(schema)}.links`
    const { rows } = await query({ text })
    return rows.map((row) => ({
      of: String(row['subject']) as Subject,
      to: String(row['owner']) as Subject,
    }))
  })

/** Waits for keys and links that are on their way to others; who asks behind it sees the fence. */
const putUp = ({ server, schema }: Place, { erasure, subjects, at }: Fence): Promise<void> =>
  inTransaction(server, async ({ run, query }) => {
    await run(lockAlone(schema))
    const text = `INSERT INTO ${quoted(schema)}.fences
      SELECT of.value, $2::text, $3::bigint FROM unnest(${listed('$1')}) AS of(value)
      ON CONFLICT DO NOTHING`
    await query({ text, values: [JSON.stringify(subjects), erasure, at] })
  })

const destroyed = async (
  place: Place,
  doomed: Doomed,
  at: number,
): Promise<E.Either<KeysStillRead, ReadonlyArray<string>>> => {
  const ids = await ended(place, doomed, at)
  return E.map(() => ids)(await sweepAll(place))
}

/** The ids of all keys that are gone then. */
const ended = (
  { server, schema }: Place,
  { subjects, keyIds }: Doomed,
  at: number,
): Promise<ReadonlyArray<string>> =>
  inTransaction(server, async ({ run, query }) => {
    await run(lockAlone(schema))
    const keys = `${quoted(schema)}.keys`
    const isDoomed = `(subject = ANY(${listed('$1')}) OR key_id = ANY(${listed('$2')}))`
    const values = [JSON.stringify(subjects), JSON.stringify(keyIds)]
    await query({
      text: `UPDATE ${keys} SET state = 'erased', wrapped = NULL, erased_at = $3::bigint
        WHERE ${isDoomed} AND state <> 'erased'`,
      values: [...values, at],
    })
    const text = `SELECT key_id FROM ${keys} WHERE ${isDoomed} ORDER BY key_id`
    return (await query({ text, values })).rows.map((row) => String(row['key_id']))
  })

/** Refused while somebody holds an older state, such as a backup of the server that is being made. */
export const sweepAll = async (place: Place): Promise<E.Either<KeysStillRead, void>> => {
  const stillRead = E.left({ _tag: 'KeysStillRead', file: nameOf(place) } as const)
  try {
    return (await isSwept(place)) ? E.right(undefined) : stillRead
  } catch (error) {
    if (isBusy(error)) return stillRead
    throw error
  }
}
