/**
 * From a command to the log: decode, load, decide, append; exactly once for one command id.
 *
 * - A command that the log has heard gets its first answer again, whatever the rules say now.
 * - A refusal, and the answer that nothing is to be done, leave no trace: they are answers of the
 *   moment, given on a state that was read after the command came. What is appended may have been
 *   decided on a state that was remembered: the expected revision proves it.
 * - If somebody else writes first, the command is decided again on what they wrote, unless the
 *   caller named the revision.
 * - An append whose outcome is unknown is looked up by the command's id before it is tried again.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import {
  decodeCommand,
  streamOf,
  type Command,
  type Decider,
  type Decoded,
  type Fact,
  type InvalidCommand,
  type Refusal,
} from '@deskledger/kernel'
import { prepare, type Prepared } from './decided.ts'
import type { AppendError } from './errors.ts'
import { anyRevision, exactly, isMet } from './expected.ts'
import type { Answer, Handle, HandleSettings } from './handled.ts'
import { final, hearing, type Asked, type Attempt } from './hearing.ts'
import { fingerprintOf } from './identity.ts'
import { lanes } from './lanes.ts'
import { loader } from './loading.ts'
import type { EventStore } from './port.ts'
import { remembering } from './snapshots.ts'
import { stateCache, type Known } from './state-cache.ts'

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
  const snapshots = settings.snapshots && remembering(decider, settings.snapshots)
  const load = loader(decider, store, { cache, snapshots })
  const perStream = lanes()
  const { firstAnswer, unlessHeard } = hearing<Event, Rejection | NoFacts>(decider, store)

  type Decision = E.Either<Rejection | NoFacts, ReadonlyArray<Event>>
  type Decided = { readonly decision: Decision; readonly revision: number }

  const decideBy = (known: unknown, { command, call }: Asked<C>, state: State): Decision => {
    const { type, data, at = clock() } = command
    const full = { type, data, at, actor: call.actor, facts: known }
    return decider.decide(full as unknown as C, state)
  }

  const decide = (asked: Asked<C>, state: State): Decision | Promise<Decision> =>
    facts === undefined
      ? decideBy({}, asked, state)
      : facts(asked.command, state)().then((known) =>
          E.isLeft(known) ? known : decideBy(known.right, asked, state),
        )

  const append = async (
    asked: Asked<C>,
    { revision }: Known<State>,
    { events, state, decided }: Prepared<State> & { readonly decided: ReadonlyArray<Event> },
  ): Promise<Attempt<Answered>> => {
    const { stream, call, fingerprint } = asked
    const expected = call.expected ?? exactly(revision)
    const appended = await store.append({ ...call, stream, expected, events, fingerprint })()
    if (E.isLeft(appended)) return afterFailure(asked, appended)
    const { lastRevision, lastPosition: position, repeated } = appended.right
    if (repeated) return unlessHeard(asked, E.left(vanished))
    if (lastRevision === revision + events.length)
      cache.put(stream, { state, revision: lastRevision })
    return final(
      E.right({ stream, events: decided, revision: lastRevision, position, repeated: false }),
    )
  }

  const afterFailure = async (
    asked: Asked<C>,
    answer: E.Left<AppendError>,
  ): Promise<Attempt<Answered>> => {
    if (answer.left._tag === 'Conflict') return { answer, again: asked.call.expected === undefined }
    if (answer.left._tag !== 'OutcomeUnknown') return final(answer)
    const first = await firstAnswer(asked)
    if (E.isLeft(first)) return final(answer)
    return O.isSome(first.right) ? final(first.right.value) : { answer, again: true }
  }

  /** On the stream as it is now, where `before` may have been decided already. */
  const attempt = async (asked: Asked<C>, before?: Decided): Promise<Attempt<Answered>> => {
    const { stream, call } = asked
    const loaded = await load(stream)
    if (E.isLeft(loaded)) return unlessHeard(asked, loaded)
    const { state, revision } = loaded.right
    const { expected = anyRevision } = call
    if (!isMet(expected, revision))
      return unlessHeard(asked, E.left({ _tag: 'Conflict', stream, expected, actual: revision }))
    const decision = before?.revision === revision ? before.decision : await decide(asked, state)
    if (E.isLeft(decision)) return unlessHeard(asked, decision)
    const decided = decision.right
    if (decided.length === 0)
      return unlessHeard(
        asked,
        E.right({ stream, events: [], revision, position: 0, repeated: false }),
      )
    const prepared = prepare(decider, stream, state, decided)
    if (E.isLeft(prepared)) return unlessHeard(asked, prepared)
    return append(asked, loaded.right, { ...prepared.right, decided })
  }

  /**
   * On what is remembered of the stream, old as it may be: an append proves it, and any other answer
   * waits until the stream has been looked at. Facts are not looked for on the word of memory.
   */
  const hopefully = async (asked: Asked<C>): Promise<Attempt<Answered>> => {
    const { stream, call } = asked
    const isFree = facts === undefined && call.expected === undefined
    const remembered = isFree ? cache.get(stream) : undefined
    if (remembered === undefined) return attempt(asked)
    const { state, revision } = remembered
    const decision = decideBy({}, asked, state)
    if (E.isLeft(decision) || decision.right.length === 0)
      return attempt(asked, { decision, revision })
    const prepared = prepare(decider, stream, state, decision.right)
    if (E.isLeft(prepared)) return attempt(asked, { decision, revision })
    return append(asked, remembered, { ...prepared.right, decided: decision.right })
  }

  const untilSettled = async (asked: Asked<C>): Promise<Answered> => {
    let { answer, again } = await hopefully(asked)
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
