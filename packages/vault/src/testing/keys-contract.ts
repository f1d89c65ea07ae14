/**
 * What every vault promises, wherever it keeps its keys: one suite for all of them.
 */
import { describe, expect, test } from '@jest/globals'
import type { KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { erased } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { exactly, noStream } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { pendingIn, type Erasing } from '../erasure/journal.ts'
import { keyFromEnvironment, type MasterKeyProvider } from '../master-key.ts'
import type { Vault } from '../port.ts'
import { isFenced } from '../ring.ts'
import { done, failure, right, sealedWith } from './desk.ts'
import { eraseSubjects, keyFor, keyOf, link, type Keys, type OnKeys } from './keys.ts'
import { keysLaw } from './keys-law.ts'
import { dataIn, secret, told } from './notes.ts'

const [maria, lee] = [`party:${id(1)}`, `party:${id(2)}`] as const
const masterKey = (digit: string): MasterKeyProvider => ({
  name: 'KEY',
  masterKey: () => async () => E.right(Buffer.from(digit.repeat(64), 'hex')),
})

const erasing = (n: number, otherwise: Partial<Erasing> = {}): Erasing => ({
  erasure: id(n),
  partyId: id(1),
  basis: 'asked',
  reason: 'asked by letter',
  actor: { kind: 'agent', id: 'ana' },
  at: { begun: at(1) },
  subjects: [maria],
  keyIds: [],
  events: 0,
  values: 0,
  isEntangled: false,
  ...otherwise,
})

export const keysContract = (where: string, onKeys: OnKeys): void => {
  const atTwo = (work: (one: Vault, other: Vault, keys: Keys) => Promise<void>): Promise<void> =>
    onKeys(async (keys) => work(await done(keys.node()), await done(keys.node()), keys))

  describe(`keys ${where}`, () => {
    test('are the same for all who share them, and ever after', () =>
      atTwo(async (one, other, { node }) => {
        const key = await keyFor(one, maria)
        expect(await keyFor(other, maria)).toMatchObject({ id: key?.id })
        expect((await keyOf(other, key?.id ?? ''))?.equals(key?.key as KeyObject)).toBe(true)
        const later = await done(node({ isLogEmpty: false }))
        expect((await keyFor(later, maria))?.id).toBe(key?.id)
        expect([later.desk, later.secret]).toEqual([one.desk, one.secret])
        expect(later.secret).toHaveLength(32)
      }))

    test('of two subjects are two, and of none nothing', () =>
      atTwo(async (one) => {
        const [a, b] = [await keyFor(one, maria), await keyFor(one, lee)]
        expect(a?.id).not.toBe(b?.id)
        expect(a?.key.equals(b?.key as KeyObject)).toBe(false)
        expect(await keyOf(one, 'AAAAAAAAAAA')).toBeUndefined()
      }))

    test('are missed where the log holds facts, and none are made in their place', () =>
      onKeys(async ({ node }) => {
        for (const settings of [{ isLogEmpty: false }, { isLogEmpty: false }])
          expect(await failure(node(settings))).toMatchObject({ _tag: 'KeysMissing' })
        expect(E.isRight(await node()())).toBe(true)
      }))

    test('are those of one log, and say so before they ask for its master key', () =>
      atTwo(async (one, _, { node }) => {
        const provider = keyFromEnvironment('KEY', {})
        for (const settings of [{}, { provider }])
          expect(await failure(node({ desk: id(9), ...settings }))).toMatchObject({
            _tag: 'ForeignKeys',
            found: one.desk,
          })
        expect(await failure(node({ provider }))).toMatchObject({ _tag: 'MasterKeyMissing' })
      }))

    test('open with the master key that made them and no other', () =>
      onKeys(async ({ node }) => {
        await done(node({ provider: masterKey('1') }))
        expect(await failure(node({ provider: masterKey('2') }))).toMatchObject({
          _tag: 'WrongMasterKey',
          provider: 'KEY',
        })
        expect(E.isRight(await node({ provider: masterKey('1') })())).toBe(true)
      }))

    test('are read by who may only read', () =>
      atTwo(async (one, _, { node }) => {
        const key = await keyFor(one, maria)
        const reader = await done(node({ readOnly: true, isLogEmpty: false }))
        expect(await keyOf(reader, key?.id ?? '')).toBeDefined()
        expect(await isFenced(reader, maria)).toBe(false)
        await eraseSubjects(one, maria)
        expect(await keyOf(reader, key?.id ?? '')).toBeUndefined()
        expect(await isFenced(reader, maria)).toBe(true)
      }))

    test('do not open under another name: a wrapped key that is moved is no key', () =>
      atTwo(async (one, _, { node, run }) => {
        const [a, b] = [await keyFor(one, maria), await keyFor(one, lee)]
        await run(
          `UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE key_id = '${a?.id}')
           WHERE key_id = '${b?.id}'`,
        )
        const later = await done(node())
        expect(await keyOf(later, a?.id ?? '')).toBeDefined()
        expect(await keyOf(later, b?.id ?? '')).toBeUndefined()
      }))
  })

  describe(`a subject that is fenced ${where}`, () => {
    test('is given no key by anybody, though its data is still read', () =>
      atTwo(async (one, other) => {
        const key = await keyFor(other, maria)
        await one.fence({ erasure: id(50), subjects: [maria, lee], at: at(1) })
        for (const vault of [one, other]) {
          expect(await keyFor(vault, maria)).toBeUndefined()
          expect(await keyFor(vault, lee)).toBeUndefined()
          expect(await isFenced(vault, maria)).toBe(true)
          expect(await keyOf(vault, key?.id ?? '')).toBeDefined()
        }
        expect([...(await one.keyIdsOf([maria, lee])).keys()]).toEqual([maria])
      }))

    test('is erased everywhere at once with its keys, and nobody else is', () =>
      atTwo(async (one, other) => {
        const below = memoryEventStore({ clock: () => at(0) })
        const [here, there] = [sealedWith(below, one), sealedWith(below, other)]
        await done(here.append(told({ text: secret })))
        await done(here.append(told({ name: 'Lee', partyId: id(2) }, { commandId: id(91) })))
        expect(await dataIn(there)).toEqual([{ text: secret }, { name: 'Lee', partyId: id(2) }])
        expect(await eraseSubjects(one, `request:${id(1)}`)).toHaveLength(1)
        for (const store of [here, there])
          expect(await dataIn(store)).toEqual([{ text: erased }, { name: 'Lee', partyId: id(2) }])
        const late = told({ text: 'late' }, { commandId: id(92) })
        expect(await failure(there.append(late))).toMatchObject({ _tag: 'SubjectErased' })
        expect(await done(there.append(told({ text: secret })))).toMatchObject({ repeated: true })
      }))

    test('is erased for those too who read it behind the fence, and by the id of a key alone', () =>
      atTwo(async (one, other) => {
        const [key, own] = [await keyFor(one, maria), await keyFor(one, lee)]
        await one.fence({ erasure: id(50), subjects: [maria], at: at(1) })
        expect(await keyOf(other, key?.id ?? '')).toBeDefined()
        right(await one.destroy({ subjects: [maria], keyIds: [] }, at(2)))
        expect(await keyOf(other, key?.id ?? '')).toBeUndefined()
        expect(await keyOf(other, own?.id ?? '')).toBeDefined()
        right(await one.destroy({ subjects: [], keyIds: [own?.id ?? ''] }, at(3)))
        expect(await keyOf(other, own?.id ?? '')).toBeUndefined()
      }))

    test('keeps others from being linked to it', () =>
      atTwo(async (one, other) => {
        const store = sealedWith(memoryEventStore({ clock: () => at(0) }), other)
        await one.fence({ erasure: id(50), subjects: [maria], at: at(1) })
        const late = told({ text: 'late', partyId: id(1) })
        expect(await failure(store.append(late))).toMatchObject({ subject: maria })
        expect(await one.links()).toEqual([{ of: `request:${id(1)}`, to: maria }])
      }))

    test('stays erased, whoever tries to bring it back', () =>
      atTwo(async (one, _, { run }) => {
        await keyFor(one, maria)
        const gone = await eraseSubjects(one, maria)
        for (const sql of [
          `DELETE FROM keys WHERE state = 'erased'`,
          `UPDATE keys SET state = 'active', erased_at = NULL, wrapped = secret.value
           FROM secret WHERE state = 'erased'`,
          `UPDATE keys SET erased_at = 0 WHERE state = 'erased'`,
          'DELETE FROM fences',
          `UPDATE fences SET subject = 'party:another'`,
        ])
          await expect(run(sql)).rejects.toThrow(/vanishes|stays/)
        expect(await eraseSubjects(one, maria)).toEqual(gone)
        expect(await keyFor(one, maria)).toBeUndefined()
      }))
  })

  describe(`appends with keys ${where}`, () => {
    test('are recorded in the order in which they were asked for, before the log is closed', () =>
      atTwo(async (one) => {
        const store = sealedWith(memoryEventStore({ clock: () => at(0) }), one)
        const data = [{ text: 'first' }, { subject: 'clear' }, { text: 'third', partyId: id(1) }]
        const appends = data.map((each, n) =>
          store.append(
            told(each, { commandId: id(90 + n), expected: n === 0 ? noStream : exactly(n - 1) }),
          )(),
        )
        const closed = store.close()()
        expect(await Promise.all(appends)).toMatchObject(
          data.map((_, n) => E.right({ lastPosition: n + 1 })),
        )
        expect(E.isRight(await closed)).toBe(true)
      }))
  })

  keysLaw(where, onKeys)

  describe(`a link ${where}`, () => {
    test('is known to who erases before anything is sealed, the last of a kind alone', () =>
      atTwo(async (one, other) => {
        const of = `request:${id(1)}` as const
        await link(one, [
          { of, to: lee },
          { of, to: maria },
          { of, to: `asset:${id(3)}` },
        ])
        await link(other, [{ of, to: lee }])
        await link(other, [])
        const links = [...(await one.links())].sort((a, b) => (a.to < b.to ? -1 : 1))
        expect(links.map(({ to }) => to)).toEqual([`asset:${id(3)}`, lee])
      }))
  })

  describe(`the journal of erasures ${where}`, () => {
    test('has one erasure of a person, whoever begins it', () =>
      atTwo(async (one, other) => {
        const [a, b] = [erasing(60), erasing(61)]
        const begun = await Promise.all([one.journal.begin(a), other.journal.begin(b)])
        expect(begun[0]).toEqual(begun[1])
        expect(await other.journal.of(id(1))).toEqual(begun[0])
        expect(await other.journal.of(id(2))).toBeUndefined()
        expect(await one.journal.all()).toHaveLength(1)
      }))

    test('never goes back, and tells what has not ended', () =>
      atTwo(async (one, other) => {
        const begun = await one.journal.begin(erasing(60))
        const fenced = { ...begun, at: { ...begun.at, requested: at(2), fenced: at(3) } }
        await other.journal.write(fenced)
        await one.journal.write({ ...begun, at: { ...begun.at, requested: at(9) } })
        expect(await one.journal.of(id(1))).toEqual(fenced)
        expect(await pendingIn(one)).toEqual([fenced])
        await one.journal.write({ ...fenced, at: { ...fenced.at, certified: at(4) } })
        expect(await pendingIn(other)).toEqual([])
        expect(await one.journal.all()).toHaveLength(1)
      }))
  })
}
