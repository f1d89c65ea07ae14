import { connect, type Socket } from 'node:net'
import { connect as securely } from 'node:tls'
import { setTimeout as later } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { EventStoreDBClient } from '@eventstore/db-client'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { Instant } from '@deskledger/kernel'
import { serve, serveTask } from './serve.ts'
import { all, noted } from './testing/bench.ts'

const store = memoryEventStore({ clock: () => Date.now() as Instant })
const host = '127.0.0.1'

/** How long a server takes to close to which `come` has connected, in milliseconds. */
const closing = async (come: (port: number) => Socket): Promise<number> => {
  const served = await serve({ store, port: 0 })
  const socket = come(served.port).on('error', () => undefined)
  await later(50)
  const before = performance.now()
  await served.close()
  const took = performance.now() - before
  socket.destroy()
  return took
}

/** Far below the time that calls under way are given. */
const soon = 2_000

describe('a server closes, whoever is connected to it', () => {
  test('and says nothing', async () => {
    expect(await closing((port) => connect(port, host))).toBeLessThan(soon)
  })

  test('and shakes hands for TLS with one that has none', async () => {
    const come = (port: number) => securely({ port, host, rejectUnauthorized: false })
    expect(await closing(come)).toBeLessThan(soon)
  })

  test('and has begun to shake hands for TLS', async () => {
    const come = (port: number) =>
      connect(port, host).on('connect', function (this: Socket) {
        this.write(Buffer.from('160301', 'hex'))
      })
    expect(await closing(come)).toBeLessThan(soon)
  })

  test('and speaks something else', async () => {
    const come = (port: number) =>
      connect(port, host).on('connect', function (this: Socket) {
        this.write('GET / HTTP/1.1\r\n')
      })
    expect(await closing(come)).toBeLessThan(soon)
  })

  test('and is a client that insists on TLS', async () => {
    const served = await serve({ store, port: 0 })
    const endpoint = { address: host, port: served.port }
    const client = new EventStoreDBClient({ endpoint }, {}, { username: 'a', password: 'b' })
    const refused = client.appendToStream('a-1', noted(1)).catch(() => 'refused')
    await later(50)
    await served.close()
    await client.dispose()
    expect(await refused).toBe('refused')
  })
})

test('a server that is closed twice closes once, and its port is free again', async () => {
  const served = await serve({ store, port: 0 })
  await Promise.all([served.close(), served.close()])
  const again = await serve({ store, port: served.port })
  expect(again.port).toBe(served.port)
  await again.close()
})

test('a server is reached by an address with colons, where the machine has such', async () => {
  const served = await serveTask({ store, port: 0, host: '::1' })()
  if (served._tag === 'Left') return expect(served.left._tag).toBe('CannotServe')
  const endpoint = { address: '[::1]', port: served.right.port }
  const client = new EventStoreDBClient({ endpoint }, { insecure: true })
  await client.appendToStream('v6-1', noted(1))
  expect(await all(client.readStream('v6-1'))).toHaveLength(1)
  await client.dispose()
  return served.right.close()
})
