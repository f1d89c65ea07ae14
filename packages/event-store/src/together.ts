/**
 * Appends that are made together, judged as a whole: what every engine that can do it agrees on.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '@deskledger/kernel'
import type { AppendError, Unmet } from './errors.ts'
import { isMet } from './expected.ts'
import { isName, textsOf } from './limits.ts'
import type { Append, AppendAll, Appended } from './port.ts'

/** What the log knows as it stands. */
export interface Standing {
  /** The places of this command, or why it is another one; nothing if it was not heard. */
  readonly heard: (append: Append) => E.Either<AppendError, Appended> | undefined
  /** The stream's last revision, −1 if it has no event. */
  readonly revisionOf: (stream: StreamName) => number
}

/** The JSON of the events of each append, or why they cannot be taken. */
export const allTextsOf = ({
  appends,
  checks = [],
}: AppendAll): E.Either<AppendError, ReadonlyArray<ReadonlyArray<string>>> => {
  const nameless = checks.find(({ stream }) => !isName(stream))
  const wrong = nameless ?? twiceIn(appends)
  if (wrong !== undefined)
    return E.left({ _tag: 'InvalidAppend', stream: wrong.stream, reason: 'malformed' })
  const all: Array<ReadonlyArray<string>> = []
  for (const append of appends) {
    const texts = textsOf(append)
    if (E.isLeft(texts)) return texts
    all.push(texts.right)
  }
  return E.right(all)
}

/** The first append whose command is there before it. */
const twiceIn = (appends: ReadonlyArray<Append>): Append | undefined => {
  const seen = new Set<string>()
  return appends.find(({ stream, commandId }) => {
    const before = seen.size
    return seen.add(`${stream.length}:${stream}${commandId}`).size === before
  })
}

/** The places where all of them were written before; none of them if they may be written now. */
export const judged = (
  { appends, checks = [] }: AppendAll,
  { heard, revisionOf }: Standing,
): E.Either<AppendError, ReadonlyArray<Appended>> => {
  const before: Array<Appended> = []
  let known: Append | undefined
  for (const append of appends) {
    const answer = heard(append)
    if (answer === undefined) continue
    if (E.isLeft(answer)) return answer
    before.push(answer.right)
    known ??= append
  }
  if (known !== undefined)
    return before.length === appends.length ? E.right(before) : E.left(reused(known))
  const now = checks.map(({ stream, expected }) => ({
    stream,
    expected,
    actual: revisionOf(stream),
  }))
  return conflictOf([...now, ...expectations(appends, revisionOf)])
}

const reused = ({ stream, commandId }: Append): AppendError => ({
  _tag: 'CommandIdReused',
  stream,
  commandId,
})

/** What each append expects, beside what those before it leave behind. */
const expectations = (
  appends: ReadonlyArray<Append>,
  revisionOf: Standing['revisionOf'],
): ReadonlyArray<Unmet> => {
  const revisions = new Map<StreamName, number>()
  return appends.map(({ stream, expected, events }) => {
    const actual = revisions.get(stream) ?? revisionOf(stream)
    revisions.set(stream, actual + events.length)
    return { stream, expected, actual }
  })
}

const conflictOf = (all: ReadonlyArray<Unmet>): E.Either<AppendError, ReadonlyArray<never>> => {
  const [first, ...also] = all.filter(({ expected, actual }) => !isMet(expected, actual))
  if (first === undefined) return E.right([])
  return E.left({ _tag: 'Conflict', ...first, ...(also.length === 0 ? {} : { also }) })
}
