/**
 * From a command to the log: decode, load, decide, append; exactly once for one command id.
 *
 * - A command that the log has heard gets its first answer again, whatever the rules say now.
 * - A refusal, and the answer that nothing is to be done, leave no trace: they are answers of the
 *   moment, given on a state that was read after the command came.
 * - If somebody else writes first, the command is decided again on what they wrote, unless the
 *   caller named the revision.
 * - An append whose outcome is unknown is looked up by the command's id before it is tried again.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as O from 'fp-ts/lib/Option.js'
import {
  decodeCommand,
  streamOf,
  type Command,
  type Decider,
  type Decoded,
  type Fact,
  type Instant,
  type InvalidCommand,
  type Refusal,
  type Sent,
  type StreamName,
} from '@deskledger/kernel'
import type { Answer, Call, HandleError, Handled } from './handled.ts'
import { fingerprintOf } from './identity.ts'
import { lanes } from './lanes.ts'
import { loader } from './loading.ts'
import { exactly, type EventStore, type NewEvent, type StoredEvent } from './port.ts'
import { stateCache, type Known } from './state-cache.ts'

export interface HandleSettings<C extends Command, State, NoFacts> {
  readonly clock: () => Instant
  /** What the rules need to know of the house, looked up before each decision. */
  readonly facts?: (command: Decoded<C>, state: State) => TaskEither<NoFacts, unknown>
  readonly fingerprint?: (command: { readonly type: string; readonly data: unknown }) => string
  /** How many streams' states to keep; 5,000 unless told. */
  readonly cachedStreams?: number
  /** How far a sender's clock may be ahead, in milliseconds; 5 minutes unless told. */
  readonly skewMs?: number
  /** How often a command is decided again when others write first; 100 unless told. */
  readonly retries?: number
}

export type Handle<C extends Command, Event, Rejection> = (
  command: Sent<C>,
  call: Call,
) => TaskEither<HandleError<Rejection>, Handled<Event>>

/** A command on its way, decoded. */
interface Asked<C extends Command> {
  readonly command: Decoded<C>
  readonly call: Call
  readonly stream: StreamName
  readonly fingerprint: string
}

/** An answer, and whether deciding again may give another one. */
interface Attempt<A> {
  readonly answer: A
  readonly again: boolean
}
const final = <A>(answer: A): Attempt<A> => ({ answer, again: false })

/** The handler of `decider`'s commands on `store`. Make one and keep it: it holds the state cache. */
export const handle = <
  C extends Command,
  State,
  Event extends Fact,
  Rejection extends Refusal,
  NoFacts = never,
>(
  decider: Decider<C, State, Event, Rejection>,
  store: EventStore,
  settings: HandleSettings<C, State, NoFacts>,
): Handle<C, Event, Rejection | NoFacts> => {
  type Answered = Answer<Event, Rejection | NoFacts>
  const { clock, facts, fingerprint = fingerprintOf, skewMs = 300_000, retries = 100 } = settings
  const cache = stateCache<State>(settings.cachedStreams ?? 5_000)
  const load = loader(decider, store, cache)
  const perStream = lanes()

  const decide = async (
    { command, call }: Asked<C>,
    state: State,
  ): Promise<E.Either<Rejection | NoFacts, ReadonlyArray<Event>>> => {
    const known = facts === undefined ? E.right({}) : await facts(command, state)()
    if (E.isLeft(known)) return known
    const { type, data, at = clock() } = command
    const full = { type, data, at, actor: call.actor, facts: known.right }
    return decider.decide(full as unknown as C, state)
  }

  /** What the log answered when it first heard this command; none if it never did. */
  const firstAnswer = async ({
    stream,
    call,
    fingerprint,
  }: Asked<C>): Promise<O.Option<Answered>> => {
    const heard = await store.heard(stream, call.commandId)()
    if (E.isLeft(heard)) return O.some(heard)
    if (O.isNone(heard.right)) return O.none
    const { commandId } = call
    return O.some(
      heard.right.value.fingerprint === fingerprint
        ? repetition(decider, stream, heard.right.value.events)
        : E.left({ _tag: 'CommandIdReused', stream, commandId }),
    )
  }

  const append = async (
    asked: Asked<C>,
    { state, revision }: Known<State>,
    decided: ReadonlyArray<Event>,
  ): Promise<Attempt<Answered>> => {
    const { stream, call, fingerprint } = asked
    const after = follow(decider, stream, state, decided)
    if (E.isLeft(after)) return final(after)
    const { events, state: next } = after.right
    const expected = call.expected ?? exactly(revision)
    const appended = await store.append({ ...call, stream, expected, events, fingerprint })()
    if (E.isLeft(appended)) {
      if (appended.left._tag === 'Conflict')
        return { answer: appended, again: call.expected === undefined }
      if (appended.left._tag !== 'OutcomeUnknown') return final(appended)
      const first = await firstAnswer(asked)
      return O.isSome(first) ? final(first.value) : { answer: appended, again: true }
    }
    const { lastRevision, lastPosition, repeated } = appended.right
    if (repeated) {
      const first = await firstAnswer(asked)
      return O.isSome(first) ? final(first.value) : { answer: E.left(vanished), again: false }
    }
    if (lastRevision === revision + events.length)
      cache.put(stream, { state: next, revision: lastRevision })
    return final(
      E.right({
        stream,
        events: decided,
        revision: lastRevision,
        position: lastPosition,
        repeated,
      }),
    )
  }

  const attempt = async (asked: Asked<C>): Promise<Attempt<Answered>> => {
    const loaded = await load(asked.stream)
    if (E.isLeft(loaded)) return final(loaded)
    const decision = await decide(asked, loaded.right.state)
    if (E.isRight(decision) && decision.right.length > 0)
      return append(asked, loaded.right, decision.right)
    const first = await firstAnswer(asked)
    if (O.isSome(first)) return final(first.value)
    if (E.isLeft(decision)) return final(decision)
    const { revision } = loaded.right
    return final(
      E.right({ stream: asked.stream, events: [], revision, position: 0, repeated: false }),
    )
  }

  const untilSettled = async (asked: Asked<C>): Promise<Answered> => {
    let { answer, again } = await attempt(asked)
    for (let n = 1; again && n <= retries; n += 1) {
      await pause(n)
      ;({ answer, again } = await attempt(asked))
    }
    return answer
  }

  return (sent, call) => async () => {
    const decoded = decodeCommand(decider.commands, sent)
    if (E.isLeft(decoded)) return decoded
    const command = decoded.right as unknown as Decoded<C>
    if (command.at !== undefined && command.at > clock() + skewMs)
      return E.left(inTheFuture(sent.type))
    const stream = streamOf(decider, command.data as Readonly<Record<string, unknown>>)
    const asked = { command, call, stream, fingerprint: fingerprint(command) }
    return perStream.run(stream, () => untilSettled(asked))
  }
}

/** The state after the decided events, and these as they are to be stored. */
const follow = <State, Event extends Fact>(
  decider: Pick<Decider<never, State, Event, Refusal>, 'events' | 'evolve' | 'concerns'>,
  stream: StreamName,
  before: State,
  decided: ReadonlyArray<Event>,
): E.Either<
  HandleError<never>,
  { readonly state: State; readonly events: ReadonlyArray<NewEvent> }
> => {
  let state = before
  const events: Array<NewEvent> = []
  for (const event of decided) {
    state = decider.evolve(state, event)
    const stored = decider.events.encode(event)
    if (E.isLeft(stored)) return E.left({ _tag: 'InvalidDecision', stream, why: stored.left })
    const { at } = event.data as { readonly at: Instant }
    const concerns = decider.concerns(state, event)
    events.push({ ...stored.right, occurredAt: at, concerns })
  }
  return E.right({ state, events })
}

/** The answer of the first hearing, read back from the log. */
const repetition = <Event extends Fact>(
  { events: registry }: Pick<Decider<never, never, Event, Refusal>, 'events'>,
  stream: StreamName,
  stored: ReadonlyArray<StoredEvent>,
): E.Either<HandleError<never>, Handled<Event>> => {
  const events: Array<Event> = []
  for (const event of stored) {
    const decoded = registry.decode(event)
    if (E.isLeft(decoded))
      return E.left({ _tag: 'CannotRead', stream, revision: event.revision, why: decoded.left })
    events.push(decoded.right)
  }
  const { revision = -1, position = 0 } = stored.at(-1) ?? {}
  return E.right({ stream, events, revision, position, repeated: true })
}

/** The engine said that it knows the command, and then did not. */
const vanished = { _tag: 'StoreUnavailable', cause: 'a known command was not found again' } as const

const inTheFuture = (type: string): InvalidCommand => ({
  _tag: 'InvalidCommand',
  type,
  issues: [{ path: 'at', expected: 'a time that is not later than now' }],
})

/** Nothing at first, then up to 20 ms, so that rivals do not stay in step. */
const pause = (attempt: number): Promise<void> =>
  attempt <= 2
    ? Promise.resolve()
    : new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(20, attempt)))
