import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import type { Desk } from '../index.ts'
import { maria } from '../samples.ts'
import { startServers, type Place, type Servers } from '../testing/cluster.ts'
import { leader, startNode, until, type Node } from '../testing/nodes.ts'

const missing = whyNoPostgres()
const minute = 60_000
jest.setTimeout(minute)
const leaseMs = 2_000

/** The row by which nodes know who may write. */
const checkpointOf = async ({ settings: { postgres } }: Place) => {
  const client = new Client({ connectionString: postgres.connectionString })
  await client.connect()
  const { rows } = await client.query(
    `SELECT position, epoch, holder FROM ${postgres.schema}.projection_checkpoint`,
  )
  await client.end()
  return rows[0] as { position: string; epoch: string; holder: string }
}

/** Waits until routing has asked for somebody who does the work of the request. */
const workRequested = async (
  desk: Desk,
  { requestId }: { readonly requestId: string },
): Promise<void> => {
  for (let isFound = false; !isFound;) {
    await setTimeout(20)
    for await (const { type, data } of desk.events({ types: ['WorkRequested'] }))
      isFound ||= type === 'WorkRequested' && data.requestId === requestId
  }
}

;(missing === undefined ? describe : describe.skip)(
  ['three nodes of a desk', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    const started: Array<Node> = []
    const begun = async (place: Place, lease = leaseMs): Promise<Node> => {
      const node = await startNode({ ...place.settings, leaseMs: lease })
      started.push(node)
      return node
    }
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(async () => {
      for (const node of started) node.signal('SIGKILL')
      await servers.stop()
    }, minute)

    test(
      'go on within the lease and a second when the one that leads is killed',
      async () => {
        const place = await servers.place(leaseMs)
        let nodes: ReadonlyArray<Node> = await Promise.all([1, 2, 3].map(() => begun(place)))
        const took: Array<number> = []
        for (let n = 0; n < 4; n += 1) {
          const first = await leader(nodes)
          const killedAt = performance.now()
          first.signal('SIGKILL')
          const rest = nodes.filter((node) => node !== first)
          await leader(rest)
          took.push(performance.now() - killedAt)
          nodes = [...rest, await begun(place)]
        }
        process.stderr.write(`took over after ${took.map(Math.round).join(', ')} ms\n`)
        expect(Math.max(...took)).toBeLessThan(leaseMs + 1_000)
        expect(nodes.filter(({ says }) => says() === 'leads')).toHaveLength(1)
      },
      2 * minute,
    )

    test(
      'carry out what follows from what happens while none of them leads',
      async () => {
        const place = await servers.place(leaseMs)
        const desk = await place.node({ mode: 'still' })
        const nodes = await Promise.all([begun(place), begun(place)])
        const first = await leader(nodes)
        await workRequested(desk, await maria(desk))
        const killedAt = performance.now()
        first.signal('SIGKILL')
        await workRequested(desk, await maria(desk))
        const took = performance.now() - killedAt
        process.stderr.write(`reacted after ${Math.round(took)} ms\n`)
        expect(took).toBeLessThan(leaseMs + 2_000)
      },
      minute,
    )

    test(
      'go on at once when the one that leads is told to stop, and that one ends by itself',
      async () => {
        const place = await servers.place()
        const nodes = await Promise.all([begun(place, 30_000), begun(place, 30_000)])
        const first = await leader(nodes)
        const stoppedAt = performance.now()
        first.signal('SIGTERM')
        await leader(nodes.filter((node) => node !== first))
        expect(performance.now() - stoppedAt).toBeLessThan(2_000)
        expect(await first.ended).toBe(0)
      },
      minute,
    )

    test(
      'do not hear any more from one that was frozen while another took over',
      async () => {
        const place = await servers.place(leaseMs)
        const nodes = await Promise.all([begun(place), begun(place)])
        const desk = await place.node({ mode: 'still' })
        const first = await leader(nodes)
        await maria(desk)
        first.signal('SIGSTOP')
        const second = await leader(nodes.filter((node) => node !== first))
        const { partyId } = await maria(desk)
        await until(10_000, () => (second.says() === 'leads' ? true : undefined))
        const before = await checkpointOf(place)
        first.signal('SIGCONT')
        await until(5_000, () => (first.says() === 'follows' ? true : undefined))
        await maria(desk)
        await desk.caughtUp()
        const after = await checkpointOf(place)
        expect([after.epoch, after.holder]).toEqual([before.epoch, before.holder])
        expect((await desk.customer(partyId))?.openRequests).toHaveLength(1)
        expect(second.says()).toBe('leads')
      },
      minute,
    )
  },
)
