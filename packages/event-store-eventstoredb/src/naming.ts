/**
 * Whose a log is: a name that the first who comes gives it, once and for all.
 *
 * A server has no place for such a thing but among its streams. It is kept as the metadata of a
 * stream that never has an event, `$$desk` behind the prefix, so no reader of events ever meets it.
 * Whoever holds other keys, or means another server, is found out by it.
 */
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreError } from '@deskledger/event-store'
import type { Line } from './line/line.ts'
import { bytesOf } from './metadata.ts'
import { isConflict, isMissingStream, troubleOf, unavailable } from './trouble.ts'

export interface Naming {
  /** The name that the log was given; none if it was given none yet. */
  readonly named: () => TaskEither<StoreError, O.Option<string>>
  /** Gives the log that name unless it has one; answers with the one that it has now. */
  readonly name: (name: string) => TaskEither<StoreError, string>
}

interface Where {
  readonly line: Line
  readonly prefix: string
  readonly hosts: ReadonlyArray<string>
}

export const naming = ({ line, prefix, hosts }: Where): Naming => {
  const stream = `$$${prefix}desk`
  const attempt = async <A>(work: () => Promise<A>): Promise<E.Either<StoreError, A>> => {
    try {
      return E.right(await work())
    } catch (cause) {
      return E.left(unavailable(troubleOf(cause, { hosts })))
    }
  }
  const read = async (): Promise<O.Option<string>> => {
    try {
      const [first] = await line.readStream({ stream, from: 0, count: 1 }, ({ data }) => data)
      return O.fromNullable(nameIn(first))
    } catch (cause) {
      if (isMissingStream(cause)) return O.none
      throw cause
    }
  }
  const write = async (desk: string): Promise<string> => {
    const event = { id: randomUUID(), type: '$metadata', data: { desk }, metadata: bytesOf({}) }
    try {
      await line.append(stream, -1, [event])
    } catch (cause) {
      if (!isConflict(cause)) throw cause
    }
    const found = await read()
    return O.isSome(found) ? found.value : desk
  }
  return { named: () => () => attempt(read), name: (desk) => () => attempt(() => write(desk)) }
}

const nameIn = (data: unknown): string | undefined => {
  const name: unknown = typeof data === 'object' && data !== null && Reflect.get(data, 'desk')
  return typeof name === 'string' && name !== '' ? name : undefined
}
