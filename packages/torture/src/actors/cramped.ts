/**
 * Writes notes until the file may not grow, looks whether the log can still be read, is given more
 * room, tries the failed one again, and so on.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { note } from '../log/notes.ts'
import { say } from '../log/said.ts'
import { opened, told } from './opened.ts'
import { onWriter } from './pragmas.ts'

export interface CrampedTask {
  readonly file: string
  /** How many pages more the file may have, each time it is full. */
  readonly rooms: ReadonlyArray<number>
}

const { file, rooms } = told<CrampedTask>()
let [writer, limit]: [Database.Database | undefined, number] = [undefined, 0]
onWriter((db) => {
  writer = db
  if (limit > 0) db.pragma(`max_page_count = ${limit}`)
})
const store = opened(file)

const allow = (more: number): void => {
  limit = Math.max(limit, Number(writer?.pragma('page_count', { simple: true }))) + more
  writer?.pragma(`max_page_count = ${limit}`)
}

/** Whether what is there can be read, and whether it can be told what is not. */
const canRead = async (n: number): Promise<boolean> => {
  const wish = note('cramped', n)
  const [head, heard] = [await store.head()(), await store.heard(wish.stream, wish.commandId)()]
  return E.isRight(head) && E.isRight(heard) && heard.right._tag === 'None'
}

/** What became of a note: true if it is in the log. */
const write = async (n: number): Promise<boolean> => {
  say('sends', 'cramped', n)
  const answer = await store.append(note('cramped', n))()
  if (E.isRight(answer)) say('acked', 'cramped', n, answer.right.lastPosition)
  else say('failed', 'cramped', n, answer.left._tag)
  return E.isRight(answer)
}

/** Several in one transaction, so that one that has no room stands beside others that have. */
const atOnce = 3
let waiting: ReadonlyArray<number> = []
let next = 0
for (const room of rooms) {
  allow(room)
  for (;;) {
    const fresh = Array.from({ length: atOnce - waiting.length }, () => next++)
    const all = [...waiting, ...fresh]
    const isThere = await Promise.all(all.map(write))
    waiting = all.filter((_, i) => isThere[i] !== true)
    const [n] = waiting
    if (n === undefined) continue
    say((await canRead(n)) ? 'reads' : 'cannot-read', n)
    break
  }
}
await store.close()()
say('done')
