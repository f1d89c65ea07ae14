import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cpSync, existsSync } from 'node:fs'
import type { CommandId } from '@deskledger/kernel'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { migrateDesk, openDesk, planMigration, type Side } from '../index.ts'
import { newFolder } from '../samples.ts'
import { startServers, type Servers } from '../testing/cluster.ts'
import { deskInFolder, eva, names, refused, settled } from '../testing/moving.ts'

const missing = whyNoPostgres()
const minute = 60_000

;(missing === undefined ? describe : describe.skip)(
  ['a desk that is moved', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(() => servers.stop(), minute)

    for (const keys of ['folder', 'server'] as const)
      test(
        `is the same on a cluster, and again in a folder, to the last hash; its keys in a ${keys}`,
        async () => {
          const { folder } = await deskInFolder()
          const cluster = { ...(await servers.place()).settings, keys }
          const there = await migrateDesk({ from: { folder }, to: cluster })
          expect(there.difference).toBeUndefined()
          expect(there).toMatchObject({ found: 0, rounds: 1, erasures: 1 })
          expect(there.copied).toBe(there.from.events)
          expect(there.to).toEqual({ ...sums(there.from), name: there.to.name })
          const back = newFolder()
          const { to, difference } = await migrateDesk({ from: cluster, to: { folder: back } })
          expect(difference).toBeUndefined()
          expect(to).toEqual({ ...there.from, name: back })
          expect(await names(back)).toEqual(await names(folder))
        },
        minute,
      )

    test(
      'goes on there: its people are known, the erased are not, and a command is heard once',
      async () => {
        const { folder, partyId, erasedId } = await deskInFolder()
        const { settings, node } = await servers.place()
        await migrateDesk({ from: { folder }, to: settings })
        const desk = await node()
        expect((await desk.customer(partyId))?.profile.display_name).toBe('María Núñez')
        expect((await desk.customer(erasedId))?.profile.display_name).toBeNull()
        const head = await desk.head()
        const commandId = 'the-first-one' as CommandId
        const data = { partyId: desk.newId(), kind: 'person', name: 'Lee' } as const
        const register = { type: 'RegisterParty', data } as const
        expect(await desk.as(eva).send(register, { commandId })).toMatchObject({ ok: true })
        expect(await desk.head()).toBeGreaterThan(head)
        await desk.close()
        const back = newFolder()
        expect(await migrateDesk({ from: settings, to: { folder: back } })).toMatchObject({
          found: 0,
        })
        const home = await settled(back)
        expect(await home.as(eva).send(register, { commandId })).toMatchObject({ repeated: true })
        await home.close()
      },
      minute,
    )

    test(
      'may go back into the folder it came from, where what is there is compared first',
      async () => {
        const { folder } = await deskInFolder()
        const { settings, node } = await servers.place()
        const { from } = await migrateDesk({ from: { folder }, to: settings })
        const desk = await node()
        await desk.as(eva).send({
          type: 'RegisterParty',
          data: { partyId: desk.newId(), kind: 'person', name: 'Lee' },
        })
        await desk.settled()
        await desk.close()
        const back = await migrateDesk({ from: settings, to: { folder } })
        expect(back.difference).toBeUndefined()
        expect(back.found).toBe(from.events)
        expect(back.copied).toBeGreaterThan(0)
        expect(await names(folder)).toContain('Lee')
        const again = await migrateDesk({ from: { folder }, to: settings })
        expect(again).toMatchObject({ found: back.to.events, copied: 0 })
      },
      minute,
    )

    test(
      'is not touched, nor is anything made, when it is only asked what would be done',
      async () => {
        const { folder } = await deskInFolder()
        const { settings } = await servers.place()
        const back = newFolder()
        const { missing: events, ...plan } = await planMigration({ from: { folder }, to: settings })
        expect(plan).toMatchObject({ found: 0, erasures: 1, from: folder })
        expect(existsSync(settings.folder)).toBe(false)
        await migrateDesk({ from: { folder }, to: settings })
        const whole = await planMigration({ from: { folder }, to: settings })
        expect(whole).toMatchObject({ found: events, missing: 0 })
        const home = await planMigration({ from: settings, to: { folder: back } })
        expect(home).toMatchObject({ found: 0, missing: events })
        expect(existsSync(back)).toBe(false)
      },
      minute,
    )

    test(
      'is not copied over another desk, nor over itself gone on elsewhere',
      async () => {
        const [one, other] = [await deskInFolder(), await deskInFolder()]
        const { settings } = await servers.place()
        await migrateDesk({ from: one, to: settings })
        expect(await refused({ from: other, to: settings })).toMatchObject({
          code: 'DL7203',
          error: { _tag: 'TargetForeign' },
        })
        expect(await refused({ from: settings, to: other })).toMatchObject({ code: 'DL7203' })
        const folder = newFolder()
        cpSync(one.folder, folder, { recursive: true })
        const elsewhere = await openDesk({ folder, mode: 'still' })
        const partyId = elsewhere.newId()
        const data = { partyId, kind: 'person', name: 'Lee' } as const
        await elsewhere.as(eva).send({ type: 'RegisterParty', data })
        await elsewhere.close()
        expect(await refused({ from: settings, to: { folder } })).toMatchObject({
          code: 'DL7202',
          where: `stream party-${partyId}, revision 0`,
        })
      },
      minute,
    )

    test(
      'is not copied from where there is none',
      async () => {
        const { settings } = await servers.place()
        const to = { folder: newFolder() }
        expect(await refused({ from: settings, to })).toMatchObject({ code: 'DL7205' })
        expect(await refused({ from: to, to: settings })).toMatchObject({ code: 'DL7205' })
      },
      minute,
    )

    test(
      'is level in the end, although somebody wrote to it meanwhile',
      async () => {
        const { folder } = await deskInFolder()
        const { settings } = await servers.place()
        const desk = await openDesk({ folder })
        let sending: Promise<unknown> | undefined
        const moved = await migrateDesk({
          from: { folder },
          to: settings,
          onProgress: ({ phase }) => {
            if (phase !== 'project') return
            const data = { partyId: desk.newId(), kind: 'person', name: 'Lee' } as const
            sending ??= desk.as(eva).send({ type: 'RegisterParty', data })
          },
        })
        expect(await sending).toMatchObject({ ok: true })
        await desk.close()
        expect(moved).toMatchObject({ rounds: 2 })
        expect(moved.difference).toBeUndefined()
        expect(moved.to.sha256).toBe(moved.from.sha256)
      },
      minute,
    )

    test(
      'goes on when the server that went away is back',
      async () => {
        const { folder } = await deskInFolder()
        const { settings, cutOff } = await servers.place()
        const to = {
          ...settings,
          eventStoreDb: { ...settings.eventStoreDb, retry: { patienceMs: 200 } },
        }
        let cutting: Promise<() => Promise<void>> | undefined
        const problem = await refused({
          from: { folder },
          to,
          batchSize: 3,
          onProgress: ({ phase }) => {
            if (phase === 'copy') cutting ??= cutOff()
          },
        })
        expect(problem).toMatchObject({ code: 'DL7207', error: { _tag: 'MigrationStopped' } })
        await (
          await cutting
        )?.()
        const moved = await migrateDesk({ from: { folder }, to })
        expect(moved.found).toBeGreaterThan(0)
        expect(moved.difference).toBeUndefined()
        expect(moved.found + moved.copied).toBe(moved.to.events)
      },
      minute,
    )

    test(
      'has the same read models, whoever else builds them at the same time',
      async () => {
        const { folder } = await deskInFolder()
        const { settings, node } = await servers.place()
        await migrateDesk({ from: { folder }, to: settings })
        await servers.postgres.run(`DROP SCHEMA ${settings.postgres.schema} CASCADE`)
        const rival = await node()
        const moved = await migrateDesk({ from: { folder }, to: settings })
        expect(moved.difference).toBeUndefined()
        await rival.close()
      },
      minute,
    )

    test(
      'says which table is not the same',
      async () => {
        const { folder } = await deskInFolder()
        const { settings } = await servers.place()
        await migrateDesk({ from: { folder }, to: settings })
        const { schema } = settings.postgres
        await servers.postgres.run(`UPDATE ${schema}.request SET status = 'closed'`)
        const moved = await migrateDesk({ from: { folder }, to: settings })
        expect(moved.difference).toEqual({ what: 'readModel', table: 'request', field: 'facts' })
        await servers.postgres.run(`DELETE FROM ${schema}.request`)
        const { difference } = await migrateDesk({ from: { folder }, to: settings })
        expect(difference).toEqual({ what: 'readModel', table: 'request', field: 'rows' })
      },
      minute,
    )

    test(
      'is no desk until everything is there',
      async () => {
        const { folder } = await deskInFolder()
        const { settings } = await servers.place()
        await migrateDesk({ from: { folder }, to: settings })
        const back = newFolder()
        const half = { from: settings, to: { folder: back } }
        const onProgress = ({ phase }: { readonly phase: string }): void => {
          if (phase === 'compare') throw new Error('the power is gone')
        }
        await expect(migrateDesk({ ...half, onProgress })).rejects.toBeDefined()
        await expect(openDesk({ folder: back })).rejects.toMatchObject({
          problem: { code: 'DL7213' },
        })
        expect((await migrateDesk(half)).difference).toBeUndefined()
        expect(await names(back)).toEqual(await names(folder))
      },
      minute,
    )
  },
)

/** What the sums of both sides are, whatever they are called. */
const sums = ({ events, appends, streams, commits, sha256 }: Side) => ({
  events,
  appends,
  streams,
  commits,
  sha256,
})
