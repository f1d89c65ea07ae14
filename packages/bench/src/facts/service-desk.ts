/**
 * The history of a service desk, the same in every run: requests side by side, some two thousand
 * open at a time, about five thousand customers. For the workloads that read.
 */
import { about, agentOf } from './made.ts'
import { QueueId, type Event } from './events.ts'
import { idFrom, second } from './ids.ts'

interface Live {
  readonly request: number
  readonly party: number
  readonly step: number
}

const queueOf = (n: number) => idFrom(QueueId, 4, n % 20)

/** From 0 to 1, the same at each run. Source: the C standard's example of `rand`. */
const chances = (): (() => number) => {
  let seed = 42
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
}

/** The fact at a step of a request's life; `n` is its place in the history. */
const factAt = ({ request, party, step }: Live, n: number): Event => {
  const data = { ...about(request, party, n), at: second(n) }
  const queueId = queueOf(request)
  switch (step) {
    case 0:
      return {
        type: 'RequestOpened',
        data: { ...data, priority: 'normal', severity: 1 + (n % 5), channel: 'phone' },
      }
    case 1:
      return { type: 'RequestQueued', data: { ...data, queueId } }
    case 2:
      return { type: 'TaskAssigned', data: { ...data, agentId: agentOf(n), queueId } }
    case 4:
      return { type: 'QuoteIssued', data: { ...data, amount: 100 * (n % 90) } }
    case 5:
      return n % 3 === 0
        ? { type: 'RequestEscalated', data: { ...data, reason: 'late' } }
        : { type: 'NoteAdded', data: { ...data, agentId: agentOf(n) } }
    case lastStep - 1:
      return { type: 'RequestClosed', data: { ...data, queueId } }
    case lastStep:
      return { type: 'SatisfactionScored', data: { ...data, score: 1 + (n % 5) } }
    default:
      return { type: 'NoteAdded', data: { ...data, agentId: agentOf(n) } }
  }
}
const lastStep = 7

/** The first `length` facts, oldest first. */
export function* serviceDesk(length: number): Generator<Event> {
  const chance = chances()
  const below = (n: number): number => Math.floor(chance() * n)
  const [open, parties] = [Math.ceil(length / 100), Math.ceil(length / 40)]
  const live: Array<Live> = []
  for (let n = 0, request = 0; n < length; n += 1) {
    const isNew = live.length < open || chance() < 0.125
    const i = isNew ? live.length : below(live.length)
    const before = live[i] ?? { request, party: below(parties), step: 0 }
    if (isNew) request += 1
    yield factAt(before, n)
    if (before.step < lastStep) live[i] = { ...before, step: before.step + 1 }
    else live.splice(i, 1)
  }
}
