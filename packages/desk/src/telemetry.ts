/**
 * What a desk tells of itself to whoever watches it, by the API of OpenTelemetry.
 *
 * Nothing is told, and next to nothing is done, unless the program has installed the API and set up an
 * SDK. No attribute holds anything of an event's or a command's data; a desk is named by its random id.
 * `docs/reference/telemetry.md` lists the names.
 */
import type * as Api from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AppendError, Appended, EventStore } from '@deskledger/event-store'
import { instruments, type Instrument } from './instruments.ts'

/** What is looked at when somebody collects. */
export interface Looks {
  readonly leads: () => boolean
  /** Positions that the read models are behind, and the age in seconds of what they lack. */
  readonly lag: () => Promise<{ readonly positions: number; readonly seconds: number } | undefined>
  readonly parked: () => ReadonlyArray<{ readonly policy: string }>
}

export interface Telemetry {
  /** The log, with each append measured. */
  readonly measured: <Store extends Pick<EventStore, 'append'>>(log: Store) => Store
  /** What is to be done for a command, within a span. */
  readonly sent: <Error extends Tagged, Answer extends Events>(
    type: string,
    work: TaskEither<Error, Answer>,
  ) => TaskEither<Error, Answer>
  readonly folded: (events: number) => void
  readonly policyFailed: (policy: string, tag: string) => void
  /** Until it is told to stop. */
  readonly watch: (looks: Looks) => () => void
}

interface Tagged {
  readonly _tag: string
}
interface Events {
  readonly events: ReadonlyArray<unknown>
}

/** The API, if the program has it. */
export const loadApi = (): Promise<typeof Api | undefined> =>
  import('@opentelemetry/api').catch(() => undefined)

const silent: Telemetry = {
  measured: (log) => log,
  sent: (_, work) => work,
  folded: () => undefined,
  policyFailed: () => undefined,
  watch: () => () => undefined,
}

export const telemetryOf = (
  api: typeof Api | undefined,
  desk: string,
  isCommand: (type: string) => boolean,
): Telemetry => {
  if (api === undefined) return silent
  const meter = api.metrics.getMeter('@deskledger/desk')
  const own = { 'deskledger.desk': desk }
  const counter = ({ name, unit, description }: Instrument): Api.Counter =>
    meter.createCounter(name, { unit, description })
  const folded = counter(instruments.folded)
  const failed = counter(instruments.policyErrors)
  return {
    measured: measuring(meter, own),
    sent: spanning(api, own, isCommand),
    folded: (events) => folded.add(events, own),
    policyFailed: (policy, tag) =>
      failed.add(1, { ...own, 'deskledger.policy': policy, 'error.type': tag }),
    watch: watching(meter, own),
  }
}

// ------------------------------------------------------------------------------------------------
// appends
// ------------------------------------------------------------------------------------------------

const measuring =
  (meter: Api.Meter, own: Api.Attributes): Telemetry['measured'] =>
  (log) => {
    const { name, unit, description } = instruments.append
    const durations = meter.createHistogram(name, {
      unit,
      description,
      advice: { explicitBucketBoundaries: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5] },
    })
    const told = (since: number, answer: E.Either<AppendError, Appended>): void => {
      const seconds = (performance.now() - since) / 1_000
      const error = E.isLeft(answer) ? { 'error.type': answer.left._tag } : {}
      durations.record(seconds, { ...own, ...error })
    }
    const append: EventStore['append'] = (request) => async () => {
      const since = performance.now()
      const answer = await log.append(request)()
      told(since, answer)
      return answer
    }
    return { ...log, append }
  }

// ------------------------------------------------------------------------------------------------
// commands
// ------------------------------------------------------------------------------------------------

/** A type that nobody knows was mistyped, or is something else: it is not told. */
const spanning =
  (
    { trace, SpanStatusCode }: typeof Api,
    own: Api.Attributes,
    isCommand: (type: string) => boolean,
  ): Telemetry['sent'] =>
  (type, work) =>
  () => {
    const command = isCommand(type) ? type : 'unknown'
    const attributes = { ...own, 'deskledger.command': command }
    const tracer = trace.getTracer('@deskledger/desk')
    return tracer.startActiveSpan(`send ${command}`, { attributes }, async (span) => {
      try {
        const answer = await work()
        span.setAttributes(outcomeOf(answer))
        return answer
      } catch (caught) {
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw caught
      } finally {
        span.end()
      }
    })
  }

const outcomeOf = (answer: E.Either<Tagged, Events>): Api.Attributes => {
  if (E.isLeft(answer)) return { 'deskledger.outcome': 'refused', 'error.type': answer.left._tag }
  return { 'deskledger.outcome': answer.right.events.length > 0 ? 'written' : 'nothing' }
}

// ------------------------------------------------------------------------------------------------
// what is looked at
// ------------------------------------------------------------------------------------------------

const watching = (meter: Api.Meter, own: Api.Attributes): Telemetry['watch'] => {
  const gauge = ({ name, unit, description }: Instrument): Api.ObservableGauge =>
    meter.createObservableGauge(name, { unit, description })
  const leads = gauge(instruments.leads)
  const behind = gauge(instruments.lag)
  const age = gauge(instruments.lagTime)
  const parked = gauge(instruments.parked)
  const gauges = [leads, behind, age, parked]
  return (looks) => {
    const look: Api.BatchObservableCallback = async (seen) => {
      seen.observe(leads, looks.leads() ? 1 : 0, own)
      const waiting = new Map<string, number>()
      for (const { policy } of looks.parked()) waiting.set(policy, (waiting.get(policy) ?? 0) + 1)
      for (const [policy, many] of waiting)
        seen.observe(parked, many, { ...own, 'deskledger.policy': policy })
      const lag = await looks.lag()
      if (lag === undefined) return
      seen.observe(behind, lag.positions, own)
      seen.observe(age, lag.seconds, own)
    }
    meter.addBatchObservableCallback(look, gauges)
    return () => meter.removeBatchObservableCallback(look, gauges)
  }
}
