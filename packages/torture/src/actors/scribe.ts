/**
 * Writes notes, several at a time, and says what became of each. A note that failed is tried again,
 * as whoever sent it would.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { note } from '../log/notes.ts'
import { say } from '../log/said.ts'
import { opened, told } from './opened.ts'
import { override, type Pragmas } from './pragmas.ts'

export interface ScribeTask {
  readonly file: string
  readonly by: string
  /** How many notes. */
  readonly notes: number
  readonly atOnce: number
  readonly pragmas?: Pragmas
  /** How often a note is tried before it is given up; once unless told. */
  readonly tries?: number
}

const { file, by, notes, atOnce, pragmas = {}, tries = 1 } = told<ScribeTask>()
override(pragmas)
const store = opened(file)
let next = 0

const write = async (n: number): Promise<void> => {
  say('sends', by, n)
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const answer = await store.append(note(by, n))()
    if (E.isRight(answer)) return say('acked', by, n, answer.right.lastPosition)
    say('failed', by, n, answer.left._tag)
    await sleep(2)
  }
}
const work = async (): Promise<void> => {
  while (next < notes) await write(next++)
}
say('ready')
await Promise.all(Array.from({ length: atOnce }, work))
const closed = await store.close()()
say('done', E.isLeft(closed) ? closed.left._tag : 'closed')
