/**
 * How many callers are answered in time, worked out once more from the log: the question Q34.
 */
import { second } from '../../calendar.ts'
import { isWithin, ratio, type History, type Period, type Recorded } from './history.ts'

/** One call from its beginning to its end, as far as it has come. */
interface Call {
  readonly startedAt: number
  queue?: string
  queuedAt?: number
  answeredAt?: number
  givenUp?: 'short' | 'long'
  talkedS?: number
  wrapS?: number
}

/** In seconds. */
const threshold = 20

export const serviceLevel = (history: History, period: Period): ReadonlyArray<object> => {
  const byQueue = new Map<string, Array<Call>>()
  for (const call of callsIn(history).values())
    if (call.queue !== undefined && isWithin(period, call.startedAt))
      byQueue.set(call.queue, [...(byQueue.get(call.queue) ?? []), call])
  return [...byQueue].sort(([a], [b]) => (a < b ? -1 : 1)).map(levelOf)
}

const levelOf = ([queue, calls]: readonly [string, ReadonlyArray<Call>]) => {
  const answered = calls.filter(({ answeredAt }) => answeredAt !== undefined)
  const waits = answered.map(waitOf)
  const inTime = waits.filter((wait) => wait <= threshold).length
  const abandoned = calls.filter(({ givenUp }) => givenUp !== undefined).length
  const short = calls.filter(({ givenUp }) => givenUp === 'short').length
  const handled = answered.flatMap(({ talkedS, wrapS = 0 }) =>
    talkedS === undefined ? [] : [talkedS + wrapS],
  )
  return {
    queue,
    offered: calls.length,
    answered: answered.length,
    answered_in_time: inTime,
    abandoned,
    short_abandoned: short,
    service_level: ratio(100 * inTime, answered.length + abandoned - short, 2),
    asa_s: ratio(sum(waits), answered.length, 2),
    aht_s: ratio(sum(handled), handled.length, 2),
  }
}

const waitOf = ({ queuedAt = 0, answeredAt = 0 }: Call): number =>
  Math.floor((answeredAt - queuedAt) / second)

const sum = (numbers: ReadonlyArray<number>): number => {
  let total = 0
  for (const number of numbers) total += number
  return total
}

const callsIn = (history: History): ReadonlyMap<string, Call> => {
  const calls = new Map<string, Call>()
  for (const event of history) {
    const { type, data, occurredAt } = event
    if (type === 'InteractionStarted' && data.direction === 'inbound')
      calls.set(data.interactionId, { startedAt: occurredAt })
    if (!('interactionId' in data) || data.interactionId === undefined) continue
    const call = calls.get(data.interactionId)
    if (call !== undefined) hear(call, event)
  }
  return calls
}

const hear = (call: Call, { type, data, occurredAt }: Recorded): void => {
  if (type === 'InteractionQueued' && call.answeredAt === undefined) call.queue = data.queue
  if (type === 'InteractionQueued') call.queuedAt ??= occurredAt
  if (type === 'InteractionAnswered') call.answeredAt ??= occurredAt
  if (type === 'InteractionAbandoned') call.givenUp = data.short ? 'short' : 'long'
  if (type === 'InteractionEnded') call.talkedS = data.talkedSeconds + data.heldSeconds
  if (type === 'WrapUpCompleted') call.wrapS = data.seconds
}
