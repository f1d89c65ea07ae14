import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { clerk, maria } from '../samples.ts'
import { startServers, type Servers } from '../testing/cluster.ts'
import { until } from '../testing/nodes.ts'

const missing = whyNoPostgres()
const minute = 60_000
jest.setTimeout(minute)

;(missing === undefined ? describe : describe.skip)(
  ['a desk on a cluster', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(() => servers.stop(), minute)

    test('takes commands and shows what came of them, as one in a folder does', async () => {
      const desk = await (await servers.place()).node()
      const { partyId, requestId } = await maria(desk)
      await desk.caughtUp()
      const seen = await desk.customer(partyId)
      expect(seen?.profile.display_name).toBe('María Núñez')
      expect(seen?.openRequests).toMatchObject([{ request_id: requestId }])
      expect(await desk.find('+34 (600) 123-456')).toEqual([partyId])
      const answer = await desk.ask('Q02', { party: partyId })
      expect(answer).toMatchObject({ ok: true, asOf: { behind: expect.any(Number) } })
      if (answer.ok) expect(answer.rows[0]?.title).toBe('The boiler leaks again')
      const types = []
      for await (const { type } of desk.events()) types.push(type)
      expect(types.slice(0, 3)).toEqual(['PartyRegistered', 'ContactPointAdded', 'RequestOpened'])
    })

    test.each(['server', 'folder'] as const)(
      'seals what is personal in its log, and erases it for good: keys in the %s',
      async (keys) => {
        const desk = await (await servers.place()).node({ keys })
        const { partyId } = await maria(desk)
        const erased = await desk.erasures.eraseParty({
          partyId,
          basis: 'asked',
          reason: 'asked by letter',
          actor: { kind: 'supervisor', id: 'eva' },
        })
        expect(erased).toMatchObject({ ok: true })
        expect((await desk.customer(partyId))?.profile.display_name).toBeNull()
        const sql = "SELECT count(*) n FROM customer WHERE display_name = 'María Núñez'"
        expect(await desk.query(sql)).toMatchObject({ rows: [{ n: 0 }] })
      },
    )

    test('tells what was meant by a query that names what nobody knows', async () => {
      const desk = await (await servers.place()).node()
      await desk.caughtUp()
      expect(await desk.query('SELECT 1 FROM requst')).toMatchObject({
        error: { _tag: 'BadQuery', didYouMean: 'request' },
      })
      expect(await desk.query('SELECT party_di FROM request')).toMatchObject({
        error: { _tag: 'BadQuery', didYouMean: 'party_id' },
      })
      expect(await desk.query('SELECT r.party_di FROM request r')).toMatchObject({
        error: { _tag: 'BadQuery', didYouMean: 'party_id' },
      })
      expect(await desk.query('SELEC 1')).toMatchObject({ error: { _tag: 'BadQuery' } })
      expect(await desk.query('SELECT 1 / 0')).toMatchObject({ error: { _tag: 'BadQuery' } })
      expect(await desk.query('DELETE FROM request')).toMatchObject({
        error: { _tag: 'BadQuery', reason: expect.stringContaining('may only read') },
      })
    })

    test('is one desk, whoever asks: two nodes that begin at once have one name', async () => {
      const place = await servers.place()
      const nodes = await Promise.all([place.node(), place.node(), place.node()])
      expect(new Set(nodes.map(({ id }) => id)).size).toBe(1)
      const [one, other] = nodes
      if (one === undefined || other === undefined) throw new Error('no nodes')
      const { partyId } = await maria(one)
      await other.caughtUp()
      expect((await other.customer(partyId))?.profile.display_name).toBe('María Núñez')
      const leaders = () => nodes.filter((node) => node.health().leads)
      await until(30_000, () => (leaders().length > 0 ? true : undefined))
      expect(leaders()).toHaveLength(1)
    })

    test('that is still does what it is asked to and nothing more', async () => {
      const desk = await (await servers.place()).node({ mode: 'still' })
      await desk.as(clerk).send({
        type: 'RegisterParty',
        data: { partyId: desk.newId(), kind: 'person', name: 'Benno' },
      })
      expect(desk.health()).toEqual({ leads: false, views: undefined, policies: [], parked: [] })
      expect(await desk.settled()).toMatchObject({ position: await desk.head() })
    })

    test(
      'follows its log again once the log is back',
      async () => {
        const place = await servers.place()
        const desk = await place.node({
          eventStoreDb: { ...place.settings.eventStoreDb, retry: { patienceMs: 500 } },
        })
        await maria(desk)
        await desk.caughtUp()
        const back = await place.cutOff()
        const sent = await desk.as(clerk).send({
          type: 'RegisterParty',
          data: { partyId: desk.newId(), kind: 'person', name: 'Benno' },
        })
        expect(sent).toMatchObject({ ok: false })
        await new Promise((resolve) => setTimeout(resolve, 2_000))
        await back()
        const { partyId } = await maria(desk)
        await desk.caughtUp()
        expect((await desk.customer(partyId))?.profile.display_name).toBe('María Núñez')
      },
      minute,
    )
  },
)
