/**
 * Random histories that a decider itself allows.
 */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../command.ts'
import { replay, type Decider, type Refusal } from '../decider.ts'
import type { Fact } from '../event.ts'

/** What a stream holds after `command`: nothing new if it was refused. */
export const obey = <C extends Command, State, Event extends Fact, Rejection extends Refusal>(
  decider: Pick<Decider<C, State, Event, Rejection>, 'initial' | 'evolve' | 'decide'>,
  history: ReadonlyArray<Event>,
  command: C,
): ReadonlyArray<Event> => {
  const decision = decider.decide(command, replay(decider, history))
  return E.isLeft(decision) ? history : [...history, ...decision.right]
}

/** Up to 40 random commands after one that begins the stream, each obeyed or refused. */
export const anyHistory = <C extends Command, State, Event extends Fact, Rejection extends Refusal>(
  decider: Decider<C, State, Event, Rejection>,
  anyCommand: fc.Arbitrary<C>,
): fc.Arbitrary<ReadonlyArray<Event>> => {
  const { begins } = decider
  const first =
    begins.length === 0 ? anyCommand : anyCommand.filter(({ type }) => begins.includes(type))
  return fc
    .tuple(first, fc.array(anyCommand, { maxLength: 40, size: 'max' }))
    .map(([command, commands]) =>
      [command, ...commands].reduce<ReadonlyArray<Event>>(
        (history, next) => obey(decider, history, next),
        [],
      ),
    )
}

export interface Step<State, Event> {
  readonly before: State
  readonly event: Event
  readonly after: State
}

/** What each event of a history made of the state before it. */
export const steps = <State, Event extends Fact>(
  decider: { readonly initial: State; readonly evolve: (state: State, event: Event) => State },
  history: ReadonlyArray<Event>,
): ReadonlyArray<Step<State, Event>> => {
  let after = decider.initial
  return history.map((event) => {
    const before = after
    after = decider.evolve(before, event)
    return { before, event, after }
  })
}
