/**
 * A policy's memory: its state and its timers, folded from what it has heard. Sends nothing.
 */
import type { Command, Effect, Fact, Policy, RecordedEvent } from '@deskledger/kernel'
import { timers, type Timers } from './timers.ts'
import type { Wish } from './sending.ts'

export interface Reaction<Event extends Fact, C extends Command> {
  /** Takes the event in; answers with what is to be sent at once. Timers are set and cancelled. */
  readonly hear: (event: RecordedEvent<Event>) => ReadonlyArray<Wish<C>>
  readonly timers: Pick<Timers<C>, 'next'>
  /** Takes the timer under `key` away and answers with what it was to send; nothing if there is none. */
  readonly fire: (key: string) => ReadonlyArray<Wish<C>>
}

interface AnyHearing {
  readonly evolve?: (state: unknown, event: unknown) => unknown
  readonly react?: (state: unknown, event: unknown) => ReadonlyArray<Effect<never>>
}

export const reaction = <State, Event extends Fact, C extends Command>(
  policy: Policy<State, Event, C>,
): Reaction<Event, C> => {
  const pending = timers<C>()
  const hearings = new Map<string, AnyHearing>(Object.entries(policy.on))
  let state: unknown = policy.initial

  const hear = (event: RecordedEvent<Event>): ReadonlyArray<Wish<C>> => {
    const hearing = hearings.get(event.type)
    if (hearing === undefined) return []
    if (hearing.evolve !== undefined) state = hearing.evolve(state, event)
    const effects = (hearing.react?.(state, event) ?? []) as ReadonlyArray<Effect<C>>
    if (effects.length === 0) return []
    const cause = { id: event.id, correlationId: event.correlationId }
    const wishes: Array<Wish<C>> = []
    for (const effect of effects) {
      if (effect.type === 'Cancel') pending.cancel(effect.key)
      else if (effect.type === 'ScheduleAt')
        pending.set({ key: effect.key, at: effect.at, command: effect.command, cause })
      else wishes.push({ kind: 'effect', key: effect.key, command: effect.command, cause })
    }
    return wishes
  }

  const fire = (key: string): ReadonlyArray<Wish<C>> => {
    const timer = pending.get(key)
    if (timer === undefined) return []
    pending.cancel(key)
    const { at, command, cause } = timer
    return [{ kind: 'timer', key, command: { ...command, at: command.at ?? at }, cause }]
  }
  return { hear, fire, timers: pending }
}
