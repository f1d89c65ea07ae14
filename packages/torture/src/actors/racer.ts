/**
 * Tries to begin many streams that others try to begin at the same moment.
 */
import * as E from 'fp-ts/lib/Either.js'
import { noStream, type Append } from '@deskledger/event-store'
import { note } from '../log/notes.ts'
import { say } from '../log/said.ts'
import { opened, told } from './opened.ts'

export interface RacerTask {
  readonly file: string
  readonly by: string
  readonly streams: number
  /** When all begin, in milliseconds since 1970. */
  readonly at: number
}

const { file, by, streams, at } = told<RacerTask>()
const store = opened(file)
say('ready')
/** So many at a time, and all racers the same ones at the same moment. */
const [heat, everyMs] = [10, 8]
const until = async (moment: number): Promise<void> => {
  while (Date.now() < moment) await new Promise((resolve) => setTimeout(resolve, 1))
}
const race = async (n: number): Promise<void> => {
  const wish: Append = { ...note(by, n), stream: `race-${n}`, expected: noStream }
  const answer = await store.append(wish)()
  if (E.isRight(answer)) say('won', n)
  else say(answer.left._tag === 'Conflict' ? 'lost' : `stopped ${answer.left._tag}`, n)
}
for (let n = 0; n < streams; n += heat) {
  await until(at + (n / heat) * everyMs)
  await Promise.all(Array.from({ length: heat }, (_, i) => race(n + i)))
}
await store.close()()
say('done')
