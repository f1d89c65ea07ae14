import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { recorded, Requests as S } from '@deskledger/domain/testing'
import { eventIdOf } from '@deskledger/event-store'
import { eventHasher, keyOf, originOf, signCheckpoint } from '@deskledger/event-store/integrity'
import { keepCheckpoint, type Ledger } from '@deskledger/event-store-sqlite'
import { withLog } from '../testing/file.ts'
import { right } from '../testing/log.ts'
import { findEvent, keptNote, provenEvent } from './proving.ts'
import { newSigner } from './secret-key.ts'

const day = recorded([S.opened, S.assigned, S.accepted, S.noted, S.diagnosed, S.prioritised])

/** A note about the log when it had so many commits, and the key that signed it. */
const signedAt = (ledger: Ledger, size: number, signer = newSigner(originOf(ledger.deskId))) => {
  const state = { origin: originOf(ledger.deskId), size, root: ledger.rootOfRange(0, size) }
  return { signer, note: right(signCheckpoint(state, [signer])), keys: [right(keyOf(signer))] }
}

/** Somebody who owns the file. */
const alter = (file: string, sql: string): void => {
  const db = new Database(file)
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck()
  for (const name of triggers.all()) db.exec(`DROP TRIGGER ${String(name)}`)
  db.exec(sql)
  db.close()
}

describe('an event', () => {
  test('is found by position, by id, and by stream and revision', () =>
    withLog(day, (_, open) => {
      const ledger = open()
      const third = right(findEvent(ledger, '3'))
      const [, , fact] = day
      if (fact === undefined) throw new Error('there are three')
      expect(third).toMatchObject({ position: 3, stream: fact.stream, type: fact.type })
      expect(right(findEvent(ledger, `${fact.stream}@2`))).toEqual(third)
      expect(right(findEvent(ledger, eventIdOf(fact.stream, fact.commandId, 0)))).toEqual(third)
    }))

  test('that is not in the log is not found', () =>
    withLog(day, (_, open) => {
      const ledger = open()
      for (const asked of ['0', '7', `${day[0]?.stream}@6`, 'nothing'])
        expect(findEvent(ledger, asked)).toEqual(E.left({ _tag: 'NoEventSo', asked, head: 6 }))
    }))
})

describe('a proof', () => {
  test('is given for every event that was signed, however many are in its commit', async () => {
    for (const size of [1, 2, 5])
      await withLog(
        day,
        (_, open) => {
          const ledger = open()
          const signed = signedAt(ledger, ledger.tip().commitNo)
          for (let position = 1; position <= 6; position += 1) {
            const event = right(findEvent(ledger, String(position)))
            expect(provenEvent(ledger, event, signed)).toMatchObject({ _tag: 'Right' })
          }
        },
        size,
      )
  })

  test('is not given by a log that was altered, wherever it was', async () => {
    const attacks = {
      event: 'UPDATE events SET occurred_at = 7 WHERE position = 3',
      name: `UPDATE streams SET name = 'request-0' WHERE id = 1`,
      commit: 'UPDATE commits SET recorded_at = recorded_at + 1 WHERE commit_no = 3',
      root: 'UPDATE commits SET events_root = zeroblob(32) WHERE commit_no = 3',
      chain: 'UPDATE commits SET chain = zeroblob(32) WHERE commit_no = 2',
    }
    for (const [what, sql] of Object.entries(attacks))
      await withLog(day, (file, open) => {
        const signed = signedAt(open(), 6)
        alter(file, sql)
        const ledger = open()
        const event = right(findEvent(ledger, '3'))
        expect({ what, proof: provenEvent(ledger, event, signed)._tag }).toEqual({
          what,
          proof: 'Left',
        })
      })
  })

  test('names what does not lead to what was signed', () =>
    withLog(day, (file, open) => {
      const signed = signedAt(open(), 6)
      alter(file, 'UPDATE events SET occurred_at = 7 WHERE position = 3')
      const ledger = open()
      const proofOf = (asked: string) =>
        provenEvent(ledger, right(findEvent(ledger, asked)), signed)
      expect(proofOf('3')).toMatchObject({ left: { _tag: 'Disproved', part: 'event' } })
      expect(proofOf('4')).toMatchObject({ _tag: 'Right' })
    }))

  test('is not given where the commit was altered along with its event', () =>
    withLog(day, (file, open) => {
      const before = open()
      const signed = signedAt(before, 6)
      const { commitNo, ...event } = right(findEvent(before, '3'))
      const forged = eventHasher(before.deskId)({ ...event, occurredAt: 7 })
      alter(
        file,
        `UPDATE events SET occurred_at = 7 WHERE position = 3;
         UPDATE commits SET events_root = x'${forged}' WHERE commit_no = ${commitNo}`,
      )
      const ledger = open()
      expect(provenEvent(ledger, right(findEvent(ledger, '3')), signed)).toMatchObject({
        left: { _tag: 'Disproved', part: 'commit' },
      })
    }))
})

describe('a checkpoint kept in the log', () => {
  test('is used if it covers the commit and one of the keys signed it', () =>
    withLog(day, (file, open) => {
      const { signer, note: early, keys } = signedAt(open(), 3)
      const { note: late } = signedAt(open(), 6, signer)
      expect(keptNote(open(), 1, keys)).toBeUndefined()
      right(keepCheckpoint(file, early, keys))
      right(keepCheckpoint(file, late, keys))
      const ledger = open()
      expect(keptNote(ledger, 3, keys)).toBe(early)
      expect(keptNote(ledger, 4, keys)).toBe(late)
      expect(keptNote(ledger, 4, signedAt(ledger, 6).keys)).toBeUndefined()
    }))
})
