/**
 * `cramped FILE BYTES`: writes notes where no file may grow beyond so many bytes, until that fails;
 * then the limit is lifted, and it tries the failed one again and one more.
 */
import { execFileSync } from 'node:child_process'
import * as E from 'fp-ts/lib/Either.js'
import { opened } from './disk.ts'
import { clock, longNote, note } from './notes.ts'
import { say } from './said.ts'

const [file = '', bytes = '0'] = process.argv.slice(2)
const limit = (to: string) =>
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${to}:`])

const store = opened({ file, clock })
limit(bytes)
for (let n = 0; ; n += 1) {
  const wish = longNote(1, `note-${n}`, 5_000)
  const answer = await store.append(wish)()
  if (E.isRight(answer)) continue
  const heard = await store.heard(wish.stream, wish.commandId)()
  const meanwhile = await store.append(note(2, 'meanwhile'))()
  limit('unlimited')
  const again = await store.append(wish)()
  const next = await store.append(note(1, 'next'))()
  say(JSON.stringify({ written: n, first: answer, heard, meanwhile, again, next }))
  break
}
await store.close()()
