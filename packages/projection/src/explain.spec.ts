import { describe, expect, test } from '@jest/globals'
import { at, id } from '@deskledger/kernel/testing'
import { explain } from './explain.ts'
import { agentLoad, request, serviceDesk } from './service-desk.samples.ts'
import { atDesk, done, failure, registry, tell } from './testing/desk.ts'
import { rowsOf } from './testing/looking.ts'
import * as S from './testing/story.ts'

const projectors = [serviceDesk]

describe('a row explained', () => {
  test('is the events that touched it, in order, with what each changed', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1), S.opened(2), S.assigned(1), S.noted(1, 'hurry'), S.assigned(2))
      const steps = await done(
        explain({ store, registry, projectors }, request, { request_id: id(101) }),
      )
      expect(steps.map(({ position, type, changed }) => ({ position, type, changed }))).toEqual([
        {
          position: 1,
          type: 'RequestOpened',
          changed: [
            'request_id',
            'party_id',
            'subject',
            'status',
            'agent_id',
            'opened_at',
            'last_at',
            'steps',
          ],
        },
        {
          position: 3,
          type: 'RequestAssigned',
          changed: ['status', 'agent_id', 'last_at', 'steps'],
        },
        { position: 4, type: 'NoteAdded', changed: ['last_at', 'steps'] },
      ])
      expect(steps[1]).toMatchObject({
        stream: `request-${id(101)}`,
        occurredAt: at(6),
        isErasure: false,
        before: { status: 'open', agent_id: null },
        after: { status: 'assigned', agent_id: S.ana },
      })
    }))

  test('of a table that follows another is told by the events that moved the other', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(12))
      await done(project().catchUp())
      const steps = await done(
        explain({ store, registry, projectors }, agentLoad, { agent_id: S.ana }),
      )
      expect(steps).toHaveLength(8)
      expect(steps.map(({ type }) => type)).toEqual(
        Array.from({ length: 4 }, () => ['RequestAssigned', 'RequestClosed']).flat(),
      )
      expect(rowsOf(file, 'agent_load')).toContainEqual(steps.at(-1)?.after)
    }))

  test('names the erasure that emptied it', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1), S.partyErased())
      const steps = await done(
        explain({ store, registry, projectors }, request, { request_id: id(101) }),
      )
      expect(steps.at(-1)).toMatchObject({
        type: 'PartyErased',
        isErasure: true,
        changed: ['subject'],
        before: { subject: 'the pump leaks' },
        after: { subject: null, status: 'open' },
      })
    }))

  test('up to a position is what it was then', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1), S.assigned(1), S.closed(1))
      const key = { request_id: id(101) }
      const steps = await done(explain({ store, registry, projectors }, request, key, 2))
      expect(steps.at(-1)?.after).toMatchObject({ status: 'assigned' })
    }))

  test('is nothing where no event touched it', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1))
      const key = { request_id: id(109) }
      expect(await done(explain({ store, registry, projectors }, request, key))).toEqual([])
    }))

  test('stops at an event that cannot be read', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1), { type: 'NoteAdded', data: {} })
      const key = { request_id: id(101) }
      expect(await failure(explain({ store, registry, projectors }, request, key))).toMatchObject({
        _tag: 'CannotDecode',
        position: 2,
      })
    }))
})
