/**
 * `racer FILE NAME N`: on a word from outside, tries to begin requests 0 to N−1, all at once.
 */
import * as E from 'fp-ts/lib/Either.js'
import { noStream } from '@deskledger/event-store'
import { opened } from './disk.ts'
import { clock, note, upTo } from './notes.ts'
import { say, told } from './said.ts'

const [file = '', name = '', n = '0'] = process.argv.slice(2)
const store = opened({ file, clock })
say(`ready ${store.deskId}`)
await told()
const answers = await Promise.all(
  upTo(Number(n)).map((i) => store.append(note(i, `${name}-${i}`, { expected: noStream }))()),
)
const won = answers.flatMap((answer, i) => (E.isRight(answer) ? [i] : []))
const lost = answers.flatMap((answer) =>
  E.isLeft(answer) && answer.left._tag === 'Conflict' ? [answer.left.actual] : [],
)
await store.close()()
say(`done ${JSON.stringify({ won, lost })}`)
