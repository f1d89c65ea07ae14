import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyLog, Parties as S, recorded, Requests } from '@deskledger/domain/testing'
import type { Actor } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { showingsOf } from './access.ts'
import { done, logOf, right, withViews } from './testing/log.ts'

const shown = (minutes: number, to: Actor, partyId: string = S.maria) => {
  const fact = S.story.happened(
    'CustomerRecordShown',
    { to, purpose: 'service', parts: ['profile', 'sales'] },
    at(minutes),
  )
  return { ...fact, data: { ...fact.data, partyId } } as typeof fact
}
const deputy: Actor = { kind: 'supervisor', id: 'chief', onBehalfOf: 'ben', reason: 'absence' }
const day = [
  S.registered,
  shown(1, Requests.byAna),
  shown(2, deputy),
  S.erased,
  shown(3, Requests.byAna, id(2)),
]

describe('a showing of a record', () => {
  test('says to whom, whose, when, what for and which parts', async () => {
    const store = await logOf(recorded(day))
    const [first, second] = await done(showingsOf(store))
    expect(first).toMatchObject({
      position: 2,
      occurredAt: at(1),
      partyId: S.maria,
      to: Requests.byAna,
      purpose: 'service',
      parts: ['profile', 'sales'],
    })
    expect(second?.to).toEqual(deputy)
  })

  test('is asked for by whose record it was, also after that person is erased', async () => {
    const store = await logOf(recorded(day))
    const positions = async (looked: Parameters<typeof showingsOf>[1]) =>
      (await done(showingsOf(store, looked))).map(({ position }) => position)
    expect(await positions({})).toEqual([2, 3, 5])
    expect(await positions({ partyId: S.maria })).toEqual([2, 3])
    expect(await positions({ partyId: id(2) })).toEqual([5])
    expect(await positions({ actorId: Requests.ana })).toEqual([2, 5])
    expect(await positions({ actorId: 'chief', partyId: id(2) })).toEqual([])
  })

  test('that cannot be read is named, never passed over', async () => {
    const broken = { ...day[1], data: { ...day[1]?.data, parts: [] } } as never
    const store = await logOf(recorded([S.registered, broken]))
    expect(await showingsOf(store)()).toMatchObject({
      left: { _tag: 'CannotDecode', position: 2 },
    })
  })

  test('is the same in the log and in the read model', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (events) => {
        const store = await logOf([...events, ...recorded(day)])
        await withViews(store, async ({ catchUp, views }) => {
          await catchUp()
          const rows = right(views().query('SELECT * FROM audit_access ORDER BY position'))
          const told = (await done(showingsOf(store))).map(({ position, partyId, to }) => ({
            position,
            party_id: partyId,
            actor_id: to.id,
          }))
          expect(rows).toMatchObject(told)
          expect(rows).toHaveLength(told.length)
        })
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})
