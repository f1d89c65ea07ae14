/**
 * The service `event_store.client.streams.Streams`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failure.ts'
import { collecting, dialogue, streaming, unary, type Method } from '../rpc.ts'
import * as S from '../schema/streams.ts'
import type { Wire } from '../wire.ts'
import { followAll, followStream, readPath } from './follow.ts'
import { readAll, readStream } from './read.ts'
import { append, appendPath, batchAppend, batchPath, deleted, remove, tombstoned } from './write.ts'

const service = '/event_store.client.streams.Streams'
const nothingAsked: E.Either<Failure, never> = E.left({ _tag: 'Invalid', why: 'nothing was asked' })

export const streamsMethods = (wire: Wire): ReadonlyArray<Method> => [
  streaming({ path: readPath }, [S.ReadReq, S.ReadResp], async ({ options }, caller, outlet) => {
    if (options === undefined) return nothingAsked
    const { stream, all, subscription } = options
    if (stream !== undefined)
      return subscription === undefined
        ? readStream(wire, options, stream, outlet)
        : followStream(wire, options, stream, caller, outlet)
    if (all === undefined) return nothingAsked
    return subscription === undefined
      ? readAll(wire, options, outlet)
      : followAll(wire, options, caller, outlet)
  }),
  collecting({ path: appendPath }, [S.AppendReq, S.AppendResp], (requests, caller) =>
    append(wire, requests, caller),
  ),
  dialogue(
    { path: batchPath, features: ['deadline_duration'] },
    [S.BatchAppendReq, S.BatchAppendResp],
    (requests, caller, outlet) => batchAppend(wire, requests, caller, outlet),
  ),
  unary({ path: `${service}/Delete` }, [S.DeleteReq, S.DeleteResp], async ({ options }, caller) =>
    options === undefined ? nothingAsked : remove(wire, options, caller, deleted),
  ),
  unary(
    { path: `${service}/Tombstone` },
    [S.DeleteReq, S.DeleteResp],
    async ({ options }, caller) =>
      options === undefined ? nothingAsked : remove(wire, options, caller, tombstoned),
  ),
]
