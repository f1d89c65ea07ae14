/**
 * The log that an actor works on, or an end that says why there is none.
 */
import * as E from 'fp-ts/lib/Either.js'
import { sqliteEventStore, type SqliteEventStore } from '@deskledger/event-store-sqlite'
import { clock } from '../log/notes.ts'
import { say } from '../log/said.ts'

export const opened = (file: string, pageSize = 1_000): SqliteEventStore => {
  const store = sqliteEventStore({ file, clock, pageSize })
  if (E.isRight(store)) return store.right
  say('refused', store.left._tag, 'code' in store.left ? store.left.code : '')
  return process.exit(4)
}

/** What the actor was told, by the attack that started it. */
export const told = <Task>(): Task => JSON.parse(process.argv[2] ?? '{}') as Task
