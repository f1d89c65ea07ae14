/**
 * A log copied into another one, which holds nothing or the beginning of the same.
 */
import * as E from 'fp-ts/lib/Either.js'
import { differenceOf, type Transcript } from '@deskledger/event-store'
import { orThrow } from '../problem.ts'
import { cursorOn, type Cursor } from './cursor.ts'
import { notTaken, type MigrationError } from './errors.ts'
import type { Log } from './settings.ts'

export interface Copied {
  /** Events that were there. */
  readonly found: number
  readonly copied: number
  /** The position of the source that everything up to it was copied. */
  readonly through: number
}

export interface Copying {
  readonly from: Log
  readonly to: Log
  readonly heard: Readonly<Record<'resume' | 'copy', Heard>>
  /** How many appends are given to the target at once; 1,000 unless told. */
  readonly batchSize?: number | undefined
}

type Heard = (done: number, total: number, events: number) => void

type Answer<A> = Promise<E.Either<MigrationError, A>>

/** How much text is given to the target at once, in UTF-16 units. */
const mostText = 4 * 1_048_576

/** Compares what is there, byte for byte, then copies what is not. */
export const copyLog = async (copying: Copying): Answer<Copied> => {
  const { from, to, heard } = copying
  const source = cursorOn(from.transcription)
  const found = await passed({ from, to, source, heard: heard.resume })
  return E.isLeft(found) ? found : copyRest(copying, source, found.right)
}

/** What was written to the source since. */
export const copyMore = (copying: Copying, { found, through }: Copied): Answer<Copied> =>
  copyRest(copying, cursorOn(copying.from.transcription, through), found)

/** What would be copied. */
export const planned = async (
  from: Log,
  to: Log | undefined,
  heard: Heard,
): Answer<Pick<Copied, 'found'> & { readonly missing: number }> => {
  const source = cursorOn(from.transcription)
  const found = to === undefined ? E.right(0) : await passed({ from, to, source, heard })
  if (E.isLeft(found)) return found
  const total = orThrow(await from.head()())
  let missing = 0
  for (let next = await source.next(); next !== undefined; next = await source.next()) {
    missing += next.events.length
    heard(source.through(), total, found.right + missing)
  }
  return E.right({ found: found.right, missing })
}

interface Passing extends Pick<Copying, 'from' | 'to'> {
  readonly source: Cursor
  readonly heard: Heard
}

/** How many events the target has, if it has nothing else than the beginning of the source. */
const passed = async ({ from, to, source, heard }: Passing): Answer<number> => {
  const target = cursorOn(to.transcription)
  const total = orThrow(await from.head()())
  let events = 0
  for (let there = await target.next(); there !== undefined; there = await target.next()) {
    const { stream, firstRevision: revision } = there
    const here = await source.next()
    if (here === undefined) return E.left({ _tag: 'TargetAhead', stream, revision })
    const field = differenceOf(here, there)
    if (field !== undefined) return E.left({ _tag: 'TargetDiffers', stream, revision, field })
    events += there.events.length
    heard(source.through(), total, events)
  }
  return E.right(events)
}

const copyRest = async (
  { from, to, heard, batchSize = 1_000 }: Copying,
  source: Cursor,
  found: number,
): Answer<Copied> => {
  const total = orThrow(await from.head()())
  let copied = 0
  const next = () => batch(source, batchSize)
  for (let some = await next(); some.length > 0; some = await next()) {
    const written = await to.transcription.write(some)()
    if (E.isLeft(written)) return E.left(notTaken(written.left, found + copied))
    for (const { events } of some) copied += events.length
    heard.copy(source.through(), total, found + copied)
  }
  return E.right({ found, copied, through: source.through() })
}

/** Never ends in the middle of a commit: whoever goes on begins with a whole one. */
const batch = async (source: Cursor, most: number): Promise<ReadonlyArray<Transcript>> => {
  const some: Array<Transcript> = []
  let text = 0
  for (let next = await source.peek(); next !== undefined; next = await source.peek()) {
    const isFull = some.length >= most || text >= mostText
    const { commit } = next
    if (isFull && (commit === undefined || commit !== some.at(-1)?.commit)) break
    some.push(next)
    for (const { data, meta } of next.events) text += data.length + meta.length
    await source.next()
  }
  return some
}
