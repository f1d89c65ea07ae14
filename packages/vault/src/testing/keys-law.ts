/**
 * What holds of keys whatever is asked of them, by whichever of two nodes, in whatever order.
 */
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { at, id } from '@deskledger/kernel/testing'
import type { Vault } from '../port.ts'
import { isFenced } from '../ring.ts'
import type { Subject } from '../subject.ts'
import { done } from './desk.ts'
import { eraseSubjects, keyFor, keyOf, type OnKeys } from './keys.ts'

interface Known {
  readonly ids: ReadonlyArray<string>
  readonly state: 'active' | 'fence' | 'erase'
}

const nothing: Known = { ids: [], state: 'active' }

/** Few subjects, so that they collide. */
const asking = fc.record({
  type: fc.constantFrom('give', 'give', 'give', 'fence', 'erase', 'reopen'),
  subject: fc.constantFrom<Subject>(`party:${id(1)}`, `party:${id(2)}`, `request:${id(3)}`),
  n: fc.constantFrom(0, 1),
})

const later = (before: Known['state'], next: 'fence' | 'erase'): Known['state'] =>
  before === 'erase' ? before : next

const given = async (vault: Vault, subject: Subject, before: Known): Promise<Known> => {
  const key = await keyFor(vault, subject)
  if (before.state !== 'active') expect(key).toBeUndefined()
  else expect(key?.id).toBe(before.ids[0] ?? key?.id)
  return key === undefined || before.ids.includes(key.id)
    ? before
    : { ...before, ids: [...before.ids, key.id] }
}

export const keysLaw = (where: string, onKeys: OnKeys): void => {
  describe(`whatever is asked of keys ${where}`, () => {
    test('a subject has a key until it is fenced, and its keys open until they are destroyed', () =>
      fc.assert(
        fc.asyncProperty(fc.array(asking, { minLength: 1, maxLength: 12 }), (askings) =>
          onKeys(async ({ node }) => {
            const nodes = [await done(node()), await done(node())]
            const known = new Map<Subject, Known>()
            for (const { type, subject, n } of askings) {
              const vault = nodes[n] as Vault
              const before = known.get(subject) ?? nothing
              if (type === 'reopen') nodes[n] = await done(node({ isLogEmpty: false }))
              if (type === 'give') known.set(subject, await given(vault, subject, before))
              if (type === 'fence')
                await vault.fence({ erasure: id(50), subjects: [subject], at: at(1) })
              if (type === 'erase') expect(await eraseSubjects(vault, subject)).toEqual(before.ids)
              if (type === 'fence' || type === 'erase')
                known.set(subject, { ...before, state: later(before.state, type) })
            }
            for (const vault of nodes)
              for (const [subject, { ids, state }] of known) {
                expect(await isFenced(vault, subject)).toBe(state !== 'active')
                for (const each of ids)
                  expect((await keyOf(vault, each)) === undefined).toBe(state === 'erase')
              }
          }),
        ),
        { numRuns: 10 },
      ))
  })
}
