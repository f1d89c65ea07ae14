import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { EventStoreDBClient } from '@eventstore/db-client'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { Instant } from '@deskledger/kernel'
import { serve, serveTask, type ServeSettings } from './index.ts'
import { all, noted, onWire, rejection } from './testing/bench.ts'

/** A certificate for this machine, made by OpenSSL where there is one. */
const certified = () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-tls-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  const how = ['-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', certificate]
  try {
    execFileSync('openssl', ['req', '-x509', ...how, ...subject], { stdio: 'ignore' })
    return { key: readFileSync(key), certificate: readFileSync(certificate) }
  } catch {
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const tls = certified()
const secured = tls === undefined ? describe.skip : describe

const onSecured = async (
  settings: Partial<ServeSettings>,
  user: { readonly username: string; readonly password: string } | undefined,
  work: (client: EventStoreDBClient) => Promise<void>,
): Promise<void> => {
  if (tls === undefined) return
  const store = memoryEventStore({ clock: () => Date.now() as Instant })
  const served = await serve({ store, port: 0, tls, ...settings })
  const endpoint = { address: '127.0.0.1', port: served.port }
  const secure = { rootCertificate: tls.certificate }
  const client = new EventStoreDBClient({ endpoint }, secure, user)
  try {
    await work(client)
  } finally {
    await client.dispose()
    await served.close()
  }
}

const ana = { username: 'ana', password: 'pass:word' }
const authenticate = (user: string, password: string): boolean =>
  user === ana.username && password === ana.password

secured('a secured server (where OpenSSL is installed)', () => {
  test('is spoken to under its certificate, by those whom it knows', () =>
    onSecured({ authenticate }, ana, async (client) => {
      await client.appendToStream('a-1', noted(1))
      expect(await all(client.readStream('a-1'))).toHaveLength(1)
    }))

  test('refuses whoever gives no name, or the wrong password', async () => {
    for (const user of [undefined, { ...ana, password: 'pass' }, { ...ana, username: 'ben' }])
      await onSecured({ authenticate }, user, async (client) => {
        const denied = { type: 'access-denied' }
        expect(await rejection(all(client.readStream('a-1')))).toMatchObject(denied)
        expect(await rejection(all(client.subscribeToAll()))).toMatchObject(denied)
        expect(await rejection(client.appendToStream('a-1', noted(1)))).toMatchObject(denied)
      })
  })

  test('lets each write where they may, and records who it was', () =>
    onSecured(
      { authenticate, mayWrite: ({ stream, user }) => user === 'ana' && stream.startsWith('ana-') },
      ana,
      async (client) => {
        await client.appendToStream('ana-1', noted(1))
        expect(await rejection(client.appendToStream('ben-1', noted(1)))).toMatchObject({
          type: 'access-denied',
        })
        expect(await rejection(client.deleteStream('ben-1'))).toMatchObject({
          type: 'access-denied',
        })
        expect(await rejection(client.setStreamMetadata('ben-1', {}))).toMatchObject({
          type: 'access-denied',
        })
        expect(await all(client.readAll())).toHaveLength(1)
        await client.deleteStream('ana-1')
        expect(await all(client.readAll())).toHaveLength(2)
      },
    ))
})

test(
  'a client that looks for the leader of a cluster finds this node',
  onWire(async ({ served }) => {
    const address = `127.0.0.1:${served.port}`
    const client = EventStoreDBClient.connectionString`esdb+discover://${address}?tls=false`
    await client.appendToStream('a-1', noted(1))
    expect(await all(client.readStream('a-1'))).toHaveLength(1)
    await client.dispose()
  }),
)

test(
  'a port that is taken is refused by name',
  onWire(async ({ served, store }) => {
    const refused = await serveTask({ store, port: served.port })()
    expect(refused).toMatchObject({ left: { _tag: 'CannotServe', port: served.port } })
  }),
)

test(
  'an append by somebody of no name is by the system, and by what its metadata says where it says so',
  onWire(async ({ client, store }) => {
    await client.appendToStream('a-1', noted(1))
    const metadata = {
      specversion: '1.0',
      time: '2024-05-01T10:00:00.000Z',
      actor: 'agent:ana',
      correlationid: 'case-7',
      concerns: 'party:p1 request:r1',
    }
    await client.appendToStream('a-1', { ...noted(2), metadata })
    const [one, two] = (await all(store.readStream('a-1'))).flatMap(({ events }) => events)
    expect(one).toMatchObject({ actor: { kind: 'system', id: 'wire' }, concerns: [] })
    expect(two).toMatchObject({
      actor: { kind: 'agent', id: 'ana' },
      occurredAt: Date.parse('2024-05-01T10:00:00.000Z'),
      correlationId: 'case-7',
      concerns: ['party:p1', 'request:r1'],
      data: { n: 2 },
    })
    const [, read] = await all(client.readStream('a-1'))
    expect(read?.event?.metadata).toEqual(metadata)
  }),
)
