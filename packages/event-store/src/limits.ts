/**
 * What every log refuses before anything is written.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { AppendError } from './errors.ts'
import type { Append, NewEvent } from './port.ts'

/** The largest stored event, in bytes of JSON: what an EventStoreDB server takes in one append. */
export const maxEventBytes = 1_048_576

/** The JSON of each event's data, or why the append cannot be taken. */
export const textsOf = ({
  stream,
  events,
}: Append): E.Either<AppendError, ReadonlyArray<string>> => {
  if (events.length === 0) return E.left({ _tag: 'InvalidAppend', stream, reason: 'empty' })
  const texts: Array<string> = []
  for (const event of events) {
    const { type } = event
    const text = toJson(event)
    if (text === undefined)
      return E.left({ _tag: 'InvalidAppend', stream, reason: 'notJson', type })
    if (text.length > maxEventBytes / 4 && Buffer.byteLength(text) > maxEventBytes)
      return E.left({ _tag: 'InvalidAppend', stream, reason: 'tooLarge', type })
    texts.push(text)
  }
  return E.right(texts)
}

const toJson = ({ data }: NewEvent): string | undefined => {
  try {
    return JSON.stringify(data)
  } catch {
    return undefined
  }
}
