import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { problemOf, type Desk } from '../index.ts'
import { clerk, maria } from '../samples.ts'
import { startServers, type Place, type Servers } from '../testing/cluster.ts'

const missing = whyNoPostgres()
const minute = 60_000
jest.setTimeout(minute)

/** What other programs write to the same server, in passing or to be mistaken for a desk. */
const neighbours = async (client: EventStoreDBClient): Promise<void> => {
  const data = new Uint8Array([1, 2, 3])
  await client.appendToStream('shop-1', [
    jsonEvent({ type: 'CartOpened', data: { cart: 1 } }),
    binaryEvent({ type: 'Scanned', data }),
  ])
  await client.appendToStream('request-1', [
    jsonEvent({ type: 'RequestOpened', data: { anything: 'at all' } }),
    jsonEvent({ type: 'RequestOpened', data: {}, metadata: { actor: 'agent:ana', time: 'no' } }),
  ])
  await client.appendToStream('policy-routing', [jsonEvent({ type: 'EffectsDone', data: {} })])
  await client.appendToStream('party-gone', [jsonEvent({ type: 'PartyRegistered', data: {} })])
  await client.deleteStream('party-gone')
  await client.setStreamMetadata('shop-1', { maxCount: 1 })
}

const until = async (look: () => boolean): Promise<void> => {
  for (const since = performance.now(); !look() && performance.now() - since < 10_000;)
    await new Promise((resolve) => setTimeout(resolve, 50))
}

;(missing === undefined ? describe : describe.skip)(
  ['a desk that shares its servers', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    const clients: Array<EventStoreDBClient> = []
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(async () => {
      for (const client of clients) await client.dispose()
      await servers.stop()
    }, minute)

    const clientOf = ({ settings }: Place): EventStoreDBClient => {
      const { connectionString } = settings.eventStoreDb
      const client = EventStoreDBClient.connectionString(connectionString)
      clients.push(client)
      return client
    }

    test('sees its own events only, whatever others write before, between and after them', async () => {
      const place = await servers.place()
      const client = clientOf(place)
      await neighbours(client)
      const desk = await place.node()
      const { partyId } = await maria(desk)
      await neighbours(clientOf(place))
      await maria(desk)
      await desk.caughtUp()
      expect((await desk.customer(partyId))?.openRequests).toHaveLength(1)
      expect(desk.health()).toEqual({ leads: true, views: undefined, policies: [], parked: [] })
      const types = new Set<string>()
      for await (const { type } of desk.events()) types.add(type)
      expect([...types]).not.toContain('CartOpened')
    })

    test('is not mixed up with another one behind another prefix', async () => {
      const place = await servers.place()
      const { eventStoreDb, postgres, folder } = place.settings
      const one = await place.node()
      const other = await place.node({
        eventStoreDb: { ...eventStoreDb, prefix: 'other.' },
        postgres: { ...postgres, schema: `${postgres.schema}_other` },
        folder: `${folder}-other`,
      })
      const { partyId } = await maria(one)
      await maria(other)
      for (const desk of [one, other]) {
        await desk.caughtUp()
        expect(await desk.query('SELECT count(*) n FROM customer')).toMatchObject({
          rows: [{ n: 1 }],
        })
      }
      expect(await other.customer(partyId)).toBeUndefined()
      expect(one.id).not.toBe(other.id)
    })

    const intruded = async (place: Place, desk: Desk, type: string): Promise<string> => {
      const { requestId } = await maria(desk)
      await desk.caughtUp()
      const stream = `deskledger.request-${requestId}`
      await clientOf(place).appendToStream(stream, [jsonEvent({ type, data: {} })])
      return requestId
    }

    test('stops where somebody writes what it listens to in a stream of its own, and says so', async () => {
      const place = await servers.place()
      const desk = await place.node()
      await intruded(place, desk, 'NoteAdded')
      await until(() => desk.health().views !== undefined)
      const { views } = desk.health()
      expect(views === undefined ? undefined : problemOf(views)).toMatchObject({
        code: 'DL3003',
        why: expect.stringContaining('not written by one'),
        mend: expect.stringContaining("foreign: 'skip'"),
      })
    })

    test('takes no command on a stream in which somebody else wrote', async () => {
      const place = await servers.place()
      const desk = await place.node()
      const requestId = await intruded(place, desk, 'Intruded')
      const note = { requestId, noteId: desk.newId(), body: 'Key', audience: 'staff' } as const
      expect(await desk.as(clerk).send({ type: 'AddNote', data: note })).toMatchObject({
        error: { _tag: 'StoreDamaged' },
      })
      expect(desk.health().views).toBeUndefined()
    })

    test('goes on past what is not its own if it is told to', async () => {
      const place = await servers.place()
      const { eventStoreDb } = place.settings
      const desk = await place.node({ eventStoreDb: { ...eventStoreDb, foreign: 'skip' } })
      const requestId = await intruded(place, desk, 'NoteAdded')
      const note = { requestId, noteId: desk.newId(), body: 'Key', audience: 'staff' } as const
      // What somebody else wrote behind a stream is behind its state for ever.
      expect(await desk.as(clerk).send({ type: 'AddNote', data: note })).toMatchObject({
        error: { _tag: 'Conflict' },
      })
      const { partyId } = await maria(desk)
      await desk.caughtUp()
      expect((await desk.customer(partyId))?.openRequests).toHaveLength(1)
      expect(desk.health().views).toBeUndefined()
    })
  },
)
