/**
 * Policies specified by examples: what they want done once something was heard.
 */
import type { Command } from '../command.ts'
import type { RecordedEvent } from '../envelope.ts'
import type { Fact } from '../event.ts'
import type { Effect, Hearing, Policy } from '../policy.ts'

/** Everything that `policy` wants because of the last of `events`, when it has heard all of them. */
export const wantedBy = <State, Event extends Fact, C extends Command>(
  policy: Policy<State, Event, C>,
  events: ReadonlyArray<RecordedEvent<Event>>,
): ReadonlyArray<Effect<C>> => {
  const hearings = new Map(Object.entries<Hearing<State, never, C>>(policy.on as never))
  let state = policy.initial
  let wanted: ReadonlyArray<Effect<C>> = []
  for (const event of events) {
    const { evolve, react } = hearings.get(event.type) ?? {}
    if (evolve !== undefined) state = evolve(state, event as never)
    wanted = react?.(state, event as never) ?? []
  }
  return wanted
}
