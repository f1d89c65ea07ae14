/**
 * `scribe FILE NAME N`: writes N notes, eight at a time, and says which it is about to write and
 * which were acknowledged at what position.
 */
import * as E from 'fp-ts/lib/Either.js'
import { opened } from './disk.ts'
import { clock, note, upTo } from './notes.ts'
import { say } from './said.ts'

const [file = '', name = '', n = '0'] = process.argv.slice(2)
const store = opened({ file, clock })
say('ready')
let next = 0
const write = async (): Promise<void> => {
  while (next < Number(n)) {
    const [i, command] = [next, `${name}-${next}`]
    next += 1
    say(`sends ${i}`)
    const answer = await store.append(note(i % 5, command))()
    if (E.isRight(answer)) say(`acknowledged ${i} ${answer.right.lastPosition}`)
  }
}
await Promise.all(upTo(8).map(write))
await store.close()()
say('done')
