/**
 * A small world to try routing in: a log with its deciders, the policy with a runner that marks its
 * progress, timers, and people who come in between.
 * It keeps the promises of a real runner and no others: effects are carried out after a whole batch
 * was heard, others act before each of them, and a crash leaves nothing but the log.
 */
import type { Effect, Hearing, Instant, Outcome, Sent } from '@deskledger/kernel'
import { house as builtIn, type House } from '../definitions.ts'
import { routing, type Command, type State } from './index.ts'
import { trialLog, type Asked, type Recorded } from './trial-log.ts'

interface Wish {
  readonly kind: Outcome['kind']
  readonly key: string
  readonly command: Sent<Command>
  readonly causationId: string
}

/** What a batch may suffer: others who act before each effect, a crash after so many of them. */
export interface Fate {
  readonly size?: number
  readonly meanwhile?: () => void
  readonly crashAfter?: number
}

export interface World {
  readonly log: ReadonlyArray<Recorded>
  readonly now: () => Instant
  readonly state: () => State
  /** Keys of the timers that are set, with when they are due. */
  readonly timers: () => ReadonlyMap<string, Instant>
  /** Somebody asks for something: `sent`, `nothing`, or the tag of the refusal. */
  readonly ask: (command: Asked) => string
  /** The runner hears the next events and does what follows; false if there are none. */
  readonly batch: (fate?: Fate) => boolean
  /** Batches until there is nothing to hear. */
  readonly settle: (fate?: Fate) => void
  /** Settles, then time passes until `until`; timers that are due by then fire. */
  readonly wait: (until: Instant) => void
  /** Carries out once more whatever is parked; false if nothing is. */
  readonly release: () => boolean
  /** The runner starts anew with nothing but the log. */
  readonly restart: () => void
}

type Hearings = Readonly<Record<string, Hearing<State, Recorded, Command>>>

/** `parks` says which effects cannot be carried out. */
export const world = ({
  house = builtIn,
  parks = () => false,
}: { readonly house?: House; readonly parks?: (key: string) => boolean } = {}): World => {
  const { log, now, setClock, send, mark } = trialLog(house)
  const { name: policy, version, initial, on } = routing(house)
  const hearings = new Map(Object.entries(on as Hearings))
  const parked = new Map<string, Wish>()
  const timers = new Map<string, Wish & { readonly at: Instant }>()
  let state = initial
  let heard = 0
  let asked = 0

  const hear = (event: Recorded): ReadonlyArray<Wish> => {
    const hearing = hearings.get(event.type)
    state = hearing?.evolve?.(state, event) ?? state
    return (hearing?.react?.(state, event) ?? []).flatMap((effect) => wished(effect, event.id))
  }

  const wished = (effect: Effect<Command>, causationId: string): ReadonlyArray<Wish> => {
    const { key } = effect
    if (effect.type === 'Send') return [{ ...effect, kind: 'effect', causationId }]
    if (effect.type === 'Cancel') timers.delete(key)
    else timers.set(key, { ...effect, kind: 'timer', causationId })
    return []
  }

  const carryOut = (wish: Wish): Outcome => {
    const { kind, key, command, causationId } = wish
    parked.delete(key)
    const answer = parks(key) ? 'InvalidCommand' : send(command, key, causationId)
    if (answer === 'sent' || answer === 'nothing') return { key, kind, result: answer }
    if (answer !== 'InvalidCommand') return { key, kind, result: 'refused', reason: answer }
    parked.set(key, wish)
    return { key, kind, result: 'parked', reason: answer }
  }

  const carryOutAll = (wishes: ReadonlyArray<Wish>, fate: Fate = {}): void => {
    const { meanwhile, crashAfter = Infinity } = fate
    const outcomes = wishes.slice(0, crashAfter).map((wish) => {
      meanwhile?.()
      return carryOut(wish)
    })
    if (wishes.length >= crashAfter) restart()
    else if (outcomes.length > 0) mark({ policy, version, upTo: heard, outcomes })
  }

  const batch = (fate: Fate = {}): boolean => {
    const next = log.slice(heard, heard + (fate.size ?? Infinity))
    heard += next.length
    carryOutAll(next.flatMap(hear), fate)
    return next.length > 0
  }

  const settle = (fate?: Fate): void => {
    for (let batches = 0; batch(fate); batches += 1)
      if (batches > 1_000) throw new Error('there is always something to do')
  }

  const wait = (until: Instant): void => {
    for (;;) {
      settle()
      const next = [...due().values()].reduce((first, at) => (at < first ? at : first), until)
      if (next > now()) setClock(next)
      const fired = [...timers.values()].filter(({ at }) => at <= now())
      if (fired.length === 0) return
      for (const { key } of fired) timers.delete(key)
      carryOutAll(fired.map((timer) => ({ ...timer, command: { ...timer.command, at: timer.at } })))
    }
  }

  /** Timers fired after everything up to their mark was heard, and before anything later. */
  const restart = (): void => {
    const marks = log.flatMap((event) => (event.type === 'EffectsDone' ? [event.data] : []))
    const fireBefore = (position: number): void => {
      for (const { upTo, outcomes } of marks)
        if (upTo < position) for (const { key } of outcomes) timers.delete(key)
    }
    const results = new Map(marks.flatMap(({ outcomes }) => outcomes.map((o) => [o.key, o.result])))
    for (const key of parked.keys()) if (results.get(key) !== 'parked') parked.delete(key)
    timers.clear()
    state = initial
    heard = marks.at(-1)?.upTo ?? 0
    for (const event of log.slice(0, heard)) {
      fireBefore(event.position)
      hear(event)
    }
    fireBefore(Infinity)
  }

  const release = (): boolean => {
    const wishes = [...parked.values()]
    carryOutAll(wishes.map((wish) => ({ ...wish, kind: 'effect' })))
    return wishes.length > 0
  }

  const ask = (command: Asked): string => send(command, `asked/${(asked += 1)}`)
  const due = () => new Map([...timers].map(([key, { at }]) => [key, at]))
  return { log, now, state: () => state, timers: due, ask, batch, settle, wait, release, restart }
}
