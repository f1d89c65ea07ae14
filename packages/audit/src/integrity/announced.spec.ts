import { describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandId } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import { noStream, streamExists } from '@deskledger/event-store'
import { keyText, originOf, parseKey } from '@deskledger/event-store/integrity'
import { openLedger, sqliteEventStore } from '@deskledger/event-store-sqlite'
import { done, right } from '../testing/log.ts'
import { announcedIn, announcedKeys, announcementOf } from './announced.ts'
import { newSigner, textsOf } from './secret-key.ts'

/** The ids of the keys that a log announces in which the notary's stream holds this. */
const announcedBy = async (
  told: (deskId: string) => ReadonlyArray<unknown>,
  stream = (deskId: string) => `notary-${deskId}` as const,
): Promise<ReadonlyArray<string>> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-announced-'))
  const file = join(folder, 'events.db')
  try {
    const store = right(sqliteEventStore({ file, clock: () => at(1) }))
    for (const [n, data] of told(store.deskId).entries())
      await done(
        store.append({
          stream: stream(store.deskId),
          expected: n === 0 ? noStream : streamExists,
          commandId: `command-${n}` as CommandId,
          fingerprint: '',
          actor: { kind: 'system', id: 'notary' },
          events: [
            {
              type: 'SigningKeyAnnounced',
              schemaVersion: 1,
              data,
              occurredAt: at(0),
              concerns: [],
            },
          ],
        }),
      )
    await done(store.close())
    const ledger = right(openLedger(file))
    const keys = announcedKeys(ledger)
    ledger.close()
    expect(announcedIn(file).map(keyText)).toEqual(keys.map(keyText))
    return keys.map(({ id }) => id)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const announcing = (deskId: string, name = originOf(deskId)) => {
  const { id, verifying } = right(textsOf(newSigner(name)))
  return { id, data: { at: 0, deskId, ...announcementOf(verifying) } }
}

describe('the keys that a log announces', () => {
  test('are those of its notary’s stream, in their order', async () => {
    const ids: Array<string> = []
    const found = await announcedBy((deskId) =>
      [1, 2, 3].map(() => {
        const { id, data } = announcing(deskId)
        ids.push(id)
        return data
      }),
    )
    expect(found).toEqual(ids)
    expect(found).toHaveLength(3)
  })

  test('are none where it announces none, or only another desk does', async () => {
    expect(await announcedBy(() => [])).toEqual([])
    const other = await announcedBy(
      (deskId) => [announcing(deskId).data],
      () => 'notary-other',
    )
    expect(other).toEqual([])
  })

  test('leave out what is no key, or has another id than it says', async () => {
    const found = await announcedBy((deskId) => {
      const { data } = announcing(deskId)
      const zeros = { ...data, keyId: '00000000' }
      return [zeros, { ...data, publicKey: 'short' }, 'nonsense', announcing(deskId, 'x').data]
    })
    expect(found).toEqual([])
  })

  test('are none where the log cannot be read: that is for a verification to find', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskledger-announced-'))
    const file = join(folder, 'events.db')
    expect(announcedIn(file)).toEqual([])
    writeFileSync(file, 'no database at all'.repeat(100))
    expect(announcedIn(file)).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })
})

test('what is announced of a key is its text without its name', () => {
  const { verifying } = right(textsOf(newSigner('deskledger/a')))
  const { keyId, publicKey } = announcementOf(verifying)
  expect(right(parseKey(`deskledger/a+${keyId}+${publicKey}`)).id).toBe(keyId)
  expect(publicKey).toHaveLength(44)
})
