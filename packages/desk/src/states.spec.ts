import { describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { Decider, Fact, Refusal } from '@deskledger/kernel'
import { assembled } from './assembled.ts'
import { clerk, maria, newDesk } from './samples.ts'
import { storedExamples } from './testing/contracts.ts'

/**
 * What the events of the golden history lead to, by decider and version.
 *
 * States are kept on disk by decider and version. So where this goes red because a fold was changed,
 * the decider's `version` is one more from now on, and its line here is new.
 */
const known: Readonly<Record<string, string>> = {
  'agent 1': 'd3a7ba1bdeee9615702f684b7bf0275cf7fc515b12db3218379bf70cf5fd7135',
  'assessment 1': '9ed2a63f00278f7f19521a20b6394384c08b029cff44c2313570d7426572a62b',
  'import 1': 'b4dccac89f9417c413fc8ef0d0d24f7074530e65119b71f12923851b17b28aa8',
  'interaction 1': '2bc6d205e29c9103b3082875894c2f1a2c4a37c1ae3ab6dde20f85d048efb8c6',
  'notary 1': '01d399cf3f0953b8e5b8c106d23f9d516e07e3add419a9387a0e73d83f2f139a',
  'party 1': 'bd04d806a5a9188bf31e6d05822e733cf800138966555f3d15199414a330aa38',
  'request 1': 'b5d8c6a4484464879465550e9da0038f4b14d7b5b23cd36de8d9aaf0193ef567',
  'sale 1': 'bc87e85fd4aad336da1e043e22271dd6c4dd7ddea31769f9524f4bd3efc6ecb0',
  'work 1': 'e89c47f044505a5638276c837fe4917f780eda5d7dfed0280ba1975c0abf50cc',
}

type AnyFold = Pick<
  Decider<never, unknown, Fact, Refusal>,
  'name' | 'version' | 'initial' | 'evolve' | 'events'
>

const spelled = (state: unknown): string =>
  JSON.stringify(state, (_, value: unknown) =>
    /Set|Map/.test(Object.prototype.toString.call(value)) ? [...(value as Set<unknown>)] : value,
  )

/** Lines that are added to the history later change no line here. */
const examples = storedExamples().slice(0, 348)

/** The first event of each type that a decider folds. */
const eventsOf = ({ events }: AnyFold): ReadonlyArray<Fact> =>
  [...events.codecs.keys()].map((each) => {
    const example = examples.find(({ type }) => type === each)
    const event = example && events.decode(example)
    if (event === undefined || E.isLeft(event)) throw new Error(`${each} cannot be read`)
    return event.right
  })

/** Every three events one after the other: a fold is total, so it takes them in any order. */
const statesOf = (decider: AnyFold): string => {
  const { initial, evolve } = decider
  const events = eventsOf(decider)
  const all = createHash('sha256')
  for (const first of events)
    for (const second of events)
      for (const third of events)
        all.update(spelled(evolve(evolve(evolve(initial, first), second), third)))
  return all.digest('hex')
}

describe('a desk', () => {
  test('keeps the state of a long stream, and does as well without', async () => {
    const first = await newDesk({ mode: 'still' })
    const { folder } = first
    const { requestId, ana } = await maria(first)
    const note = (body: string) =>
      ({
        type: 'AddNote',
        data: { requestId, noteId: first.newId(), body, audience: 'staff' },
      }) as const
    for (let n = 0; n < 210; n += 1)
      expect(await ana.send(note(`note ${n}`))).toMatchObject({ ok: true })
    await first.close()
    const states = join(folder, 'states.db')
    expect(existsSync(states)).toBe(false)
    for (const isGone of [false, true]) {
      if (isGone) rmSync(states)
      const desk = await newDesk({ folder, mode: 'still' })
      expect(await desk.as(clerk).send(note('once more'))).toMatchObject({ ok: true })
      await turn()
      await desk.close()
      expect(existsSync(states)).toBe(true)
    }
  }, 60_000)
})

describe('the state of a stream', () => {
  const deciders = assembled().deciders as unknown as ReadonlyArray<AnyFold>
  test.each(deciders.map((decider) => [decider.name, decider] as const))(
    'of %s is what its version of the fold has always made of the same history',
    (name, decider) => {
      expect({ [`${name} ${decider.version ?? 1}`]: statesOf(decider) }).toEqual({
        [`${name} ${decider.version ?? 1}`]: known[`${name} ${decider.version ?? 1}`],
      })
    },
  )
})
