/**
 * Which events of the whole log a client wants: by the beginning of a name, or by a regular
 * expression, of streams or of types.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StoredEvent } from '@deskledger/event-store'
import type { Failure } from '../failure.ts'
import type { Filter } from '../schema/shared.ts'

export type Wanted = (event: StoredEvent) => boolean

export const wantedBy = (filter: Filter | undefined): E.Either<Failure, Wanted> => {
  if (filter === undefined) return E.right(() => true)
  const { stream, eventType } = filter
  const { regex = '', prefixes = [] } = stream ?? eventType ?? {}
  const matches = regex === '' ? E.right(startingWith(prefixes)) : matching(regex)
  if (E.isLeft(matches)) return matches
  const test = matches.right
  return E.right(stream === undefined ? ({ type }) => test(type) : ({ stream: name }) => test(name))
}

const startingWith =
  (prefixes: ReadonlyArray<string>) =>
  (name: string): boolean =>
    prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix))

const matching = (regex: string): E.Either<Failure, (name: string) => boolean> => {
  try {
    const expression = new RegExp(regex, 'u')
    return E.right((name) => expression.test(name))
  } catch {
    return E.left({ _tag: 'Invalid', why: 'the filter is no regular expression' })
  }
}

/** After how many events that were looked at a checkpoint is due. */
export const checkpointEvery = ({ max, interval }: Filter): number =>
  Math.max(1, (max ?? defaultWindow) * Math.max(1, interval ?? 1))

/** What a server takes for the window of a filter that names none. */
const defaultWindow = 32
