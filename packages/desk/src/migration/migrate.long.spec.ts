import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { migrateDesk, openDesk, type Desk } from '../index.ts'
import { maria, newFolder } from '../samples.ts'
import { startServers, type Servers } from '../testing/cluster.ts'

const missing = whyNoPostgres()
const minute = 60_000
const eva = { kind: 'supervisor', id: 'eva' } as const

/** Maria, who is still a customer, and another one who was erased. */
const lived = async (desk: Desk) => {
  const known = await maria(desk)
  const { partyId } = await maria(desk)
  const forgotten = { partyId, basis: 'asked', reason: 'asked by letter', actor: eva } as const
  expect(await desk.erasures.eraseParty(forgotten)).toMatchObject({ ok: true })
  await desk.settled()
  return known
}

const deskInFolder = async () => {
  const folder = newFolder()
  const desk = await openDesk({ folder })
  const known = await lived(desk)
  await desk.close()
  return { folder, ...known }
}

;(missing === undefined ? describe : describe.skip)(
  ['a desk that is moved', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(() => servers.stop(), minute)

    test(
      'is the same on a cluster, and the same again in a folder, to the last hash',
      async () => {
        const { folder } = await deskInFolder()
        const { settings } = await servers.place()
        const there = await migrateDesk({ from: { folder }, to: settings })
        expect(there.difference).toBeUndefined()
        expect(there.to.sha256).toBe(there.from.sha256)
        expect(there).toMatchObject({ found: 0, rounds: 1, erasures: 1 })
        expect(there.copied).toBe(there.from.events)
        const back = await migrateDesk({ from: settings, to: { folder: newFolder() } })
        expect(back.difference).toBeUndefined()
        expect(back.to).toMatchObject({ ...there.from, name: back.to.name })
      },
      minute,
    )
  },
)
