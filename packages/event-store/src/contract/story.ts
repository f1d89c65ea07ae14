/**
 * A story that is told to two logs at once: the one under test, and the log in memory.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Instant } from '@deskledger/kernel'
import { at, expectSame } from '@deskledger/kernel/testing'
import { memoryEventStore } from '../memory/index.ts'
import type { Append, EventStore, Page } from '../port.ts'
import { pageSize, type Ability, type Bench } from './trial.ts'
import * as W from './words.ts'

export interface Story {
  readonly memory: EventStore
  /** The handles of the other log; the first is its own, others are rivals. */
  handles: ReadonlyArray<EventStore>
  readonly log: Bench
  readonly lacks: ReadonlyArray<Ability>
  readonly wishes: Array<Append>
  now: Instant
}

export const begin = async (log: Bench, lacks: ReadonlyArray<Ability>): Promise<Story> => {
  const story: Story = {
    memory: memoryEventStore({ clock: () => story.now, pageSize }),
    handles: await withRival(log.store, log, lacks),
    log,
    lacks,
    wishes: [],
    now: at(0),
  }
  return story
}

export const withRival = async (own: EventStore, log: Bench, lacks: ReadonlyArray<Ability>) =>
  lacks.includes('rivals') ? [own] : [own, await log.rival()]

/** Asks both logs, and compares all that a log may not choose for itself. */
export const asked = async (
  { memory, handles, lacks }: Story,
  what: string,
  by: number,
  ask: (store: EventStore) => Promise<unknown>,
): Promise<void> => {
  const own: ReadonlyArray<string> = [
    ...(lacks.includes('gapless') ? ['position', 'token', 'through', 'lastPosition'] : []),
    ...(lacks.includes('clock') ? ['recordedAt'] : []),
  ]
  const told = (answer: unknown): unknown =>
    JSON.parse(JSON.stringify(answer, (key, value) => (own.includes(key) ? undefined : value)))
  const answer = await ask(handles[by % handles.length] ?? memory)
  expectSame(what, told(answer), told(await ask(memory)))
}

/** All events and how far they go: logs may cut their pages differently. */
export const read = async (pages: AsyncIterable<Page>): Promise<unknown> => {
  const all = await W.pagesOf(pages)
  return {
    events: all.flatMap(({ events }) => events).map(W.spelled),
    through: all.at(-1)?.through ?? null,
  }
}

export const heard = async (store: EventStore, { stream, commandId }: Append): Promise<unknown> => {
  const answer = await store.heard(stream, commandId)()
  if (E.isLeft(answer) || O.isNone(answer.right)) return answer
  const { fingerprint, events } = answer.right.value
  return { fingerprint, events: events.map(W.spelled) }
}
