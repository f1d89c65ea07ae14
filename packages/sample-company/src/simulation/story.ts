/**
 * A story: something that goes on in the company, told step by step, as a generator.
 *
 * Between its steps time passes and other stories go on. A story draws, decides and speaks; only the
 * simulation knows the desk, the clock and who waits for whom.
 */
import type { Actor } from '@deskledger/kernel'
import type { SentTo } from '@deskledger/desk'

export type DeskCommand = SentTo<readonly []>

/** A command as somebody sends it. `refusedAs`: the rule that it breaks, on purpose. */
export interface Saying {
  readonly by: Speaker
  readonly command: DeskCommand
  readonly refusedAs?: string
}

export type Speaker = Pick<Actor, 'kind' | 'id'>

export type Step =
  /** All at one instant: what is said to one stream in order, the rest beside each other. */
  | { readonly type: 'say'; readonly sayings: ReadonlyArray<Saying> }
  | { readonly type: 'wait'; readonly until: number }
  /** Until the house has reacted to everything, in so many milliseconds at the latest. */
  | { readonly type: 'react'; readonly within: number }
  /** Until a word is left under the key; a word that was left before is heard at once. */
  | { readonly type: 'hear'; readonly key: string }
  | { readonly type: 'leave'; readonly key: string; readonly word: string }
  | { readonly type: 'begin'; readonly story: Story }

/** A step is answered with the word that was heard, or with nothing. */
export type Story<A = void> = Generator<Step, A, string>

// ------------------------------------------------------------------------------------------------
// the steps, to be told with `yield*`
// ------------------------------------------------------------------------------------------------

export function* say(by: Speaker, ...commands: ReadonlyArray<DeskCommand>): Story {
  yield { type: 'say', sayings: commands.map((command) => ({ by, command })) }
}

export function* sayTogether(...sayings: ReadonlyArray<Saying>): Story {
  if (sayings.length > 0) yield { type: 'say', sayings }
}

/** Says what a rule of the house forbids. */
export function* tryInVain(by: Speaker, command: DeskCommand, refusedAs: string): Story {
  yield { type: 'say', sayings: [{ by, command, refusedAs }] }
}

export function* waitUntil(until: number): Story {
  yield { type: 'wait', until }
}

export function* reaction(within: number): Story {
  yield { type: 'react', within }
}

export function* hear(key: string): Story<string> {
  return yield { type: 'hear', key }
}

export function* leave(key: string, word: string): Story {
  yield { type: 'leave', key, word }
}

export function* begin(story: Story): Story {
  yield { type: 'begin', story }
}

// ------------------------------------------------------------------------------------------------
// who speaks
// ------------------------------------------------------------------------------------------------

export const system = (id: string): Speaker => ({ kind: 'system', id })
export const agentCalled = (id: string): Speaker => ({ kind: 'agent', id })
export const customerCalled = (id: string): Speaker => ({ kind: 'customer', id })
export const supervisor: Speaker = { kind: 'supervisor', id: 'shift-lead' }
export const surveyor: Speaker = { kind: 'surveyor', id: 'field-1' }
