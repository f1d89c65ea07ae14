/**
 * How far a verification came, as a text that can be kept and read back.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { VerifiedUpTo } from '@deskledger/event-store-sqlite'
import * as t from 'io-ts'

const state = t.type({
  deskId: t.string,
  commitNo: t.number,
  position: t.number,
  events: t.number,
  commands: t.number,
  frontier: t.type({ size: t.number, peaks: t.readonlyArray(t.string) }),
})

export const stateText = (upTo: VerifiedUpTo): string => `${JSON.stringify(upTo, null, 2)}\n`

export const parseState = (
  text: string,
): E.Either<{ readonly _tag: 'NotAState' }, VerifiedUpTo> => {
  try {
    const decoded = state.decode(JSON.parse(text))
    return E.isRight(decoded) ? decoded : E.left({ _tag: 'NotAState' })
  } catch {
    return E.left({ _tag: 'NotAState' })
  }
}
