/**
 * The service `kurrentdb.protocol.v2.streams.StreamsService`, for a log that writes to several
 * streams in one step; any other log does not have it, and clients are told so.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failure.ts'
import { collecting, unary, type Caller, type Method } from '../rpc.ts'
import * as S from '../schema/together.ts'
import { unlessLost } from '../streams/write.ts'
import type { Wire } from '../wire.ts'
import { checksOf, recordRuns, sessionRun, type Run } from './asked.ts'
import { marks, refusalOf, type Failed, type Refusal } from './refusal.ts'
import { writeTogether, type Joint, type Told } from './write.ts'

const service = '/kurrentdb.protocol.v2.streams.StreamsService'
export const sessionPath = `${service}/AppendSession`
export const recordsPath = `${service}/AppendRecords`

export const togetherMethods = (wire: Wire): ReadonlyArray<Method> => {
  const { appendAll } = wire.store
  if (appendAll === undefined) return []
  const joint = { ...wire, appendAll }
  return [
    collecting({ path: sessionPath }, [S.SessionReq, S.SessionResp], (requests, caller) =>
      appendSession(joint, requests, caller),
    ),
    unary({ path: recordsPath }, [S.RecordsReq, S.RecordsResp], (request, caller) =>
      appendRecords(joint, request, caller),
    ),
  ]
}

// ------------------------------------------------------------------------------------------------
// one request for each stream
// ------------------------------------------------------------------------------------------------

const firstFailed = ([first]: ReadonlyArray<Failed>): Refusal => {
  const { stream = '', expected = { _tag: 'Any' }, actual = marks.noStream } = first ?? {}
  if (actual === marks.tombstoned) return { _tag: 'StreamTombstoned', stream }
  // A deleted stream is none to whoever expected another one.
  return { _tag: 'RevisionConflict', stream, expected, actual: Math.max(actual, marks.noStream) }
}

const appendSession = async (
  wire: Wire & Joint,
  requests: AsyncIterable<S.SessionReq>,
  { user, signal }: Caller,
) => {
  const runs: Array<Run> = []
  for await (const request of requests) runs.push(sessionRun(request))
  if (signal.aborted) return E.left<Failure>({ _tag: 'Cancelled' })
  const streams = runs.map(({ stream }) => stream)
  const twice = streams.find((stream, i) => streams.indexOf(stream) < i)
  if (twice !== undefined) return E.left(refusalOf({ _tag: 'StreamTwice', stream: twice }))
  const answer = await writeTogether(wire, { runs, checks: [], user }, firstFailed)
  return E.map(({ position, revisions }: Told) => ({
    output: revisions.map((each) => ({ ...each, position })),
    position,
  }))(unlessLost(wire, sessionPath, answer))
}

// ------------------------------------------------------------------------------------------------
// all records in one request
// ------------------------------------------------------------------------------------------------

const allFailed = (failed: ReadonlyArray<Failed>): Refusal => ({ _tag: 'ChecksFailed', failed })

const appendRecords = async (wire: Wire & Joint, request: S.RecordsReq, { user }: Caller) => {
  const wishes = { runs: recordRuns(request), checks: checksOf(request), user }
  return unlessLost(wire, recordsPath, await writeTogether(wire, wishes, allFailed))
}
