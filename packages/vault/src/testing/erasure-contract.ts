/**
 * What an erasure promises, wherever the keys are kept: one suite for all of them.
 */
import { describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { erased } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import type { EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { readCertificates } from '../erasure/certificate.ts'
import { erase, eraseKeys } from '../erasure/erase.ts'
import { pendingIn, steps, type Erasing, type Step } from '../erasure/journal.ts'
import { readLedger } from '../erasure/ledger.ts'
import type { ErasureSettings } from '../erasure/settings.ts'
import { personalFieldsOf } from '../personal-fields.ts'
import type { Vault } from '../port.ts'
import { done, events, failure, inFolder, requesters, right, sealedWith } from './desk.ts'
import { keyFor, type OnKeys } from './keys.ts'
import { dataIn, told } from './notes.ts'

const [maria, lee] = [id(1), id(2)]
const asked = {
  partyId: maria,
  basis: 'asked',
  reason: 'asked by letter',
  actor: { kind: 'agent', id: 'ana' },
} as const

interface Desk {
  readonly log: EventStore
  readonly one: Vault
  readonly other: Vault
  readonly storeOf: (vault: Vault) => EventStore
  readonly settings: (vault: Vault, did?: Array<string>) => ErasureSettings<never>
  readonly ledger: string
  readonly certificates: string
}

const doing = (did: Array<string>, what: string) => () => TE.fromIO(() => void did.push(what))

/** A log with two people in it, whose keys two nodes share. */
const atDesk = (onKeys: OnKeys, isOnServer: boolean, work: (desk: Desk) => Promise<void>) =>
  onKeys(({ node }) =>
    inFolder(async (folder) => {
      const [one, other] = [await done(node()), await done(node())]
      const log = memoryEventStore({ clock: () => at(0) })
      const storeOf = (vault: Vault): EventStore => sealedWith(log, vault)
      const [ledger, certificates] = [join(folder, 'erasures.jsonl'), join(folder, 'certificates')]
      const settings: Desk['settings'] = (vault, did = []) => ({
        vault,
        log,
        store: storeOf(vault),
        personal: personalFieldsOf(events),
        linksOf: requesters,
        folder: isOnServer ? undefined : folder,
        ledger,
        certificates,
        clock: () => at(5),
        request: doing(did, 'request'),
        tell: doing(did, 'tell'),
        scrub: doing(did, 'scrub'),
      })
      await tellOf(storeOf(one))
      await work({ log, one, other, storeOf, settings, ledger, certificates })
    }),
  )

const tellOf = async (store: EventStore): Promise<void> => {
  const tell = (n: number, name: string, partyId: string, text: string) =>
    store.append(
      told({ name, partyId, text }, { commandId: id(90 + n), stream: `request-${id(10 + n)}` }),
    )
  await done(tell(1, 'María Núñez', maria, 'my sister in Cuenca has the key'))
  await done(tell(2, 'Lee Chong-wei', lee, 'the boiler in the cellar drips'))
}

const leeAlone = [
  { name: erased, partyId: maria, text: erased },
  { name: 'Lee Chong-wei', partyId: lee, text: 'the boiler in the cellar drips' },
]

export const erasureContract = (where: string, onKeys: OnKeys, isOnServer: boolean): void => {
  const here = (work: (desk: Desk) => Promise<void>) => atDesk(onKeys, isOnServer, work)
  const status = isOnServer ? 'logOnly' : 'done'

  describe(`an erasure with keys ${where}`, () => {
    test('leaves nobody able to read the person, others as they were, and a certificate', () =>
      here(async ({ one, other, storeOf, settings, certificates, ledger }) => {
        const did: Array<string> = []
        const seen: Array<Step> = []
        const onStep = (step: Step): unknown => seen.push(step)
        const erasure = erase(settings(one, did), { ...asked, erasure: id(50), onStep })
        const { certificate } = right(await erasure())
        expect(seen).toEqual(steps)
        expect(did).toEqual(['request', 'tell', 'scrub'])
        for (const vault of [one, other]) expect(await dataIn(storeOf(vault))).toEqual(leeAlone)
        expect(certificate).toMatchObject({
          desk: one.desk,
          partyId: maria,
          subjects: { party: 1, request: 1 },
          events: 1,
          values: 2,
          search: { status, searched: 2, found: [] },
          remains: expect.stringContaining(isOnServer ? 'write-ahead logs' : 'Backups'),
        })
        expect(certificate.keys).toHaveLength(2)
        expect(readCertificates(certificates)).toEqual([certificate])
        expect(JSON.stringify(certificate)).not.toMatch(/Núñez|Cuenca/)
        expect(right(readLedger(ledger))).toMatchObject([{ erasure: id(50) }])
        expect(await keyFor(other, `party:${maria}`)).toBeUndefined()
        expect(await keyFor(other, `party:${lee}`)).toBeDefined()
      }))

    test('whose reason names the person does nothing', () =>
      here(async ({ one, storeOf, settings }) => {
        const reason = 'as María Núñez wishes'
        const erasure = erase(settings(one), { ...asked, reason, erasure: id(50) })
        expect(await failure(erasure)).toEqual({ _tag: 'ReasonNamesPerson' })
        expect(JSON.stringify(await dataIn(storeOf(one)))).toContain('María Núñez')
        expect(await pendingIn(one)).toEqual([])
      }))

    for (const step of steps)
      test(`that stops once it is ${step} is ended by another node`, () =>
        here(async ({ one, other, storeOf, settings, ledger, certificates }) => {
          const onStep = (reached: Step): void => {
            if (reached === step) throw new Error('the power is gone')
          }
          await failure(erase(settings(one), { ...asked, erasure: id(50), onStep }))
          expect(await pendingIn(other)).toHaveLength(step === 'certified' ? 0 : 1)
          const again = erase(settings(other), { ...asked, erasure: id(51) })
          const { certificate } = right(await again())
          expect(certificate.erasure).toBe(id(50))
          const isTooLate = ['destroyed', 'told', 'scrubbed'].includes(step)
          expect(certificate.search.status).toBe(isTooLate ? 'notPossible' : status)
          expect(certificate).toMatchObject({ values: 2, events: 1 })
          expect(await dataIn(storeOf(one))).toEqual(leeAlone)
          expect(await pendingIn(one)).toEqual([])
          expect(right(readLedger(ledger))).toHaveLength(1)
          expect(readCertificates(certificates)).toHaveLength(1)
        }))

    test('that stops before it is written down that the keys are gone says what it could not search', () =>
      here(async ({ one, other, settings }) => {
        const { journal } = one
        const write = async (erasing: Erasing): Promise<void> => {
          if (erasing.at.destroyed !== undefined) throw new Error('the power is gone')
          await journal.write(erasing)
        }
        const failing = { ...one, journal: { ...journal, write } }
        await failure(erase(settings(failing), { ...asked, erasure: id(50) }))
        const again = erase(settings(other), { ...asked, erasure: id(51) })
        const { certificate } = right(await again())
        expect(certificate).toMatchObject({ values: 2, search: { searched: 0, unreadable: 2 } })
      }))

    test('that two nodes are asked for at the same moment is one', () =>
      here(async ({ one, other, storeOf, settings, ledger }) => {
        const both = await Promise.all([
          erase(settings(one), { ...asked, erasure: id(50) })(),
          erase(settings(other), { ...asked, erasure: id(51) })(),
        ])
        const [a, b] = both.map((each) => right(each).certificate)
        expect(a?.erasure).toBe(b?.erasure)
        expect(await one.journal.all()).toHaveLength(1)
        expect(await dataIn(storeOf(one))).toEqual(leeAlone)
        expect(new Set(right(readLedger(ledger)).map((line) => line.erasure)).size).toBe(1)
      }))

    test('destroys what was told under way: nothing of it is read, whoever told it', () =>
      here(async ({ one, other, storeOf, settings }) => {
        const tells = Array.from({ length: 6 }, (_, n) =>
          storeOf(other).append(
            told(
              { name: 'María Núñez', partyId: maria, text: 'more of the key in Cuenca' },
              { commandId: id(200 + n), stream: `request-${id(100 + n)}` },
            ),
          )(),
        )
        const erasure = erase(settings(one), { ...asked, erasure: id(50) })()
        const answers = await Promise.all(tells)
        expect(E.isRight(await erasure)).toBe(true)
        for (const answer of answers)
          if (E.isLeft(answer)) expect(answer.left._tag).toBe('SubjectErased')
        const read = JSON.stringify(await dataIn(storeOf(other)))
        expect(read).not.toMatch(/Núñez|Cuenca/)
        expect(read).toContain('Chong-wei')
      }))

    test('does not search for what is too short to be told from chance, and says so', () =>
      here(async ({ one, storeOf, settings }) => {
        const short = told(
          { text: 'Hola!', partyId: maria },
          { commandId: id(95), stream: `request-${id(15)}` },
        )
        await done(storeOf(one).append(short))
        const { certificate } = right(await erase(settings(one), { ...asked, erasure: id(50) })())
        expect(certificate).toMatchObject({ values: 3, search: { searched: 2, tooShort: 1 } })
      }))

    test('by the keys alone is the same for who reads', () =>
      here(async ({ one, other, storeOf, settings }) => {
        right(await eraseKeys(settings(one), { ...asked, erasure: id(50) })())
        expect(await dataIn(storeOf(other))).toEqual(leeAlone)
      }))
  })

  if (isOnServer)
    describe('the certificate of a desk on servers', () => {
      test('names the events that say a value in the clear', () =>
        here(async ({ log, one, settings }) => {
          const clear = told({ by: { name: 'María Núñez' } }, { commandId: id(99) })
          await done(log.append(clear))
          const { certificate } = right(await erase(settings(one), { ...asked, erasure: id(50) })())
          expect(certificate.search).toEqual({
            status: 'logOnly',
            events: 3,
            searched: 2,
            tooShort: 0,
            found: [3],
          })
        }))
    })
}
