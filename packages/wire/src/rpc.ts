/**
 * The four shapes of a gRPC call, as functions of data: requests in, answers or a failure out.
 *
 * A handler writes to an `Outlet` and waits for it, see `outlet.ts`.
 */
import { randomUUID } from 'node:crypto'
import type {
  Metadata,
  MethodDefinition,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
  UntypedHandleCall,
} from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import { toStoreError } from '@deskledger/event-store'
import type { Message } from './codec/message.ts'
import { statusOf, type Failure } from './failure.ts'
import { outletOf, type Outlet } from './outlet.ts'

/** Who calls, and what may be asked of the call while it goes on. */
export interface Caller {
  readonly user: string | undefined
  /** Aborted when the client has gone or the server lets go of its calls. */
  readonly signal: AbortSignal
}

/** What stands before every call: who is it, and may it go on. */
export interface Gate {
  readonly admit: (path: string, metadata: Metadata) => Promise<E.Either<Failure, Admitted>>
  /** Aborted when the server lets go of its calls. */
  readonly closing: AbortSignal
}
export interface Admitted {
  readonly user: string | undefined
}

export interface Method {
  readonly path: string
  /** What the client is told beside the name, see `features.ts`. */
  readonly features: ReadonlyArray<string>
  readonly definition: MethodDefinition<unknown, unknown>
  readonly handler: (gate: Gate) => UntypedHandleCall
}

interface Shape {
  readonly path: string
  readonly features?: ReadonlyArray<string>
}

type Definition = MethodDefinition<unknown, unknown>

/** Codecs of both sides, as the types want it; a server uses one of each pair. */
const definitionOf = (
  path: string,
  [request, answer]: readonly [Message<unknown>, Message<unknown>],
  [requestStream, responseStream]: readonly [boolean, boolean],
): Definition => ({
  path,
  requestStream,
  responseStream,
  requestSerialize: (value) => request.encode(value),
  requestDeserialize: (bytes) => request.decode(bytes),
  responseSerialize: (value) => answer.encode(value),
  responseDeserialize: (bytes) => answer.decode(bytes),
})

/** What a handler threw is the log's failure, or a bug; either way the call ends. */
const attempt = async <A>(
  work: () => Promise<E.Either<Failure, A>>,
): Promise<E.Either<Failure, A>> => {
  try {
    return await work()
  } catch (caught) {
    const why = toStoreError(caught)._tag
    return E.left({ _tag: 'Unavailable', why })
  }
}

type Call = { on(event: 'cancelled', listener: () => void): unknown; readonly metadata: Metadata }

const admitted = async <A>(
  gate: Gate,
  path: string,
  call: Call,
  work: (caller: Caller) => Promise<E.Either<Failure, A>>,
): Promise<E.Either<Failure, A>> => {
  const gone = new AbortController()
  call.on('cancelled', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, gate.closing])
  return attempt(async () => {
    const known = await gate.admit(path, call.metadata)
    return E.isLeft(known) ? known : work({ ...known.right, signal })
  })
}

const reply = <Answer>(answer: E.Either<Failure, Answer>, send: sendUnaryData<Answer>): void =>
  E.isLeft(answer) ? send(statusOf(answer.left)) : send(null, answer.right)

/** One request, one answer. */
export const unary = <Request, Answer>(
  { path, features = [] }: Shape,
  codecs: readonly [Message<Request>, Message<Answer>],
  work: (request: Request, caller: Caller) => Promise<E.Either<Failure, NoInfer<Answer>>>,
): Method => ({
  path,
  features,
  definition: definitionOf(path, codecs, [false, false]),
  handler: (gate) => async (call: ServerUnaryCall<Request, Answer>, send: sendUnaryData<Answer>) =>
    reply(await admitted(gate, path, call, (caller) => work(call.request, caller)), send),
})

/** Many requests, one answer. */
export const collecting = <Request, Answer>(
  { path, features = [] }: Shape,
  codecs: readonly [Message<Request>, Message<Answer>],
  work: (
    requests: AsyncIterable<Request>,
    caller: Caller,
  ) => Promise<E.Either<Failure, NoInfer<Answer>>>,
): Method => ({
  path,
  features,
  definition: definitionOf(path, codecs, [true, false]),
  handler:
    (gate) => async (call: ServerReadableStream<Request, Answer>, send: sendUnaryData<Answer>) =>
      reply(await admitted(gate, path, call, (caller) => work(call, caller)), send),
})

/** One request, many answers. */
export const streaming = <Request, Answer>(
  { path, features = [] }: Shape,
  codecs: readonly [Message<Request>, Message<Answer>],
  work: (
    request: Request,
    caller: Caller,
    outlet: Outlet<Answer>,
  ) => Promise<E.Either<Failure, void>>,
): Method => ({
  path,
  features,
  definition: definitionOf(path, codecs, [false, true]),
  handler: (gate) => async (call: ServerWritableStream<Request, Answer>) =>
    finish(
      call,
      await admitted(gate, path, call, (caller) =>
        work(call.request, caller, outletOf(call, caller.signal)),
      ),
    ),
})

/** Many of both. */
export const dialogue = <Request, Answer>(
  { path, features = [] }: Shape,
  codecs: readonly [Message<Request>, Message<Answer>],
  work: (
    requests: AsyncIterable<Request>,
    caller: Caller,
    outlet: Outlet<Answer>,
  ) => Promise<E.Either<Failure, void>>,
): Method => ({
  path,
  features,
  definition: definitionOf(path, codecs, [true, true]),
  handler: (gate) => async (call: ServerDuplexStream<Request, Answer>) =>
    finish(
      call,
      await admitted(gate, path, call, (caller) =>
        work(call, caller, outletOf(call, caller.signal)),
      ),
    ),
})

const finish = (
  call: { end(): unknown; emit(event: 'error', error: object): unknown },
  answer: E.Either<Failure, void>,
): void => {
  if (E.isLeft(answer)) call.emit('error', statusOf(answer.left))
  else call.end()
}

export const newId = (): string => randomUUID()
