import { createServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { anyRevision, type Append, type EventStore, type Page } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve, type ServeSettings } from '@deskledger/wire'
import {
  eventStoreDbStore,
  remedyOf,
  type ConnectError,
  type EventStoreDbSettings,
} from './index.ts'
import { connected, machineClock, urlOf } from './testing/served.ts'

const note = (n: number, text = 'called back'): Append => ({
  stream: 'request-1',
  expected: anyRevision,
  events: [
    { type: 'RequestNoted', schemaVersion: 1, data: { text }, occurredAt: at(0), concerns: [] },
  ],
  commandId: id<CommandId>(n),
  fingerprint: 'note',
  actor: { kind: 'agent', id: 'clerk' },
})

const soon = { clock: machineClock, deadlineMs: 400, idleMs: 400 }

/** Why nobody can connect. */
const refusal = async (settings: Partial<EventStoreDbSettings> & { connectionString: string }) => {
  const store = await eventStoreDbStore({ ...soon, ...settings })()
  if (E.isRight(store)) {
    await store.right.close()()
    throw new Error('it was taken')
  }
  return store.left
}

const tagOf = async (error: Promise<ConnectError>): Promise<string> => (await error)._tag

/** A server that is no event store: `answer` says what it does with a call. */
const stranger = async (
  answer: (stream: ServerHttp2Stream) => void,
  work: (url: string) => Promise<void>,
): Promise<void> => {
  const server = createServer()
  server.on('stream', answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  try {
    await work(urlOf(server.address() as AddressInfo))
  } finally {
    server.close()
  }
}

const onServer = async (
  settings: Partial<ServeSettings>,
  work: (url: string, port: number) => Promise<void>,
): Promise<void> => {
  const server = await serve({
    store: memoryEventStore({ clock: machineClock }),
    port: 0,
    ...settings,
  })
  try {
    await work(urlOf(server), server.port)
  } finally {
    await server.close()
  }
}

/** A log and, beside it, somebody else who writes to the same server. */
const besideAStranger = (
  settings: Partial<EventStoreDbSettings>,
  work: (store: EventStore, other: EventStoreDBClient) => Promise<void>,
): Promise<void> =>
  onServer({}, async (connectionString) => {
    const store = await connected({ connectionString, ...settings })
    const other = EventStoreDBClient.connectionString(connectionString)
    try {
      await work(store, other)
    } finally {
      await store.close()()
      await other.dispose()
    }
  })

const foreign = () => jsonEvent({ type: 'Lunch', data: { dish: 'soup' } })
const byCall = { credentials: { username: '', password: '' } }

const rejection = async (pages: AsyncIterable<Page>): Promise<unknown> => {
  try {
    for await (const _ of pages);
  } catch (thrown) {
    return thrown
  }
  throw new Error('nothing was wrong')
}

const countOf = async (pages: AsyncIterable<Page>): Promise<number> => {
  let count = 0
  for await (const { events } of pages) count += events.length
  return count
}

describe('a connection is refused', () => {
  test('where nobody listens, with the hosts that were tried', async () => {
    const error = await refusal({ connectionString: 'esdb://127.0.0.1:9?tls=false' })
    expect(error).toMatchObject({ _tag: 'Unreachable', hosts: ['127.0.0.1:9'] })
  })

  test('where the connection string is none, without a word of it', async () => {
    const error = await refusal({ connectionString: 'http://admin:secret@db' })
    expect(error).toEqual({ _tag: 'WrongConnectionString', problem: 'scheme' })
  })

  test('where TLS was wanted of a server that has none', () =>
    stranger(
      () => {},
      async (url) => {
        const connectionString = url.replace('?tls=false', '')
        expect(await tagOf(refusal({ connectionString }))).toBe('NotTrusted')
      },
    ))

  test('where the user is unknown, and made where they are known', () =>
    onServer(
      { authenticate: (user, password) => user === 'ana' && password === 'a:b' },
      async (url, port) => {
        expect(await tagOf(refusal({ connectionString: url }))).toBe('AccessDenied')
        const known = `esdb://ana:a%3Ab@127.0.0.1:${port}?tls=false`
        // Names and passwords are sent to servers with TLS only.
        expect(await tagOf(refusal({ connectionString: known }))).toBe('AccessDenied')
      },
    ))

  test('by a server that knows nothing of events', () =>
    stranger(
      (stream) =>
        stream.respond(
          { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' },
          { endStream: true },
        ),
      async (connectionString) =>
        expect(await tagOf(refusal({ connectionString }))).toBe('OldServer'),
    ))

  test('by a server that never answers, after a deadline of our own', () =>
    stranger(
      () => {},
      async (connectionString) =>
        expect(await tagOf(refusal({ connectionString }))).toBe('TooSlow'),
    ))

  test('where the other client is wanted in the same process', () =>
    onServer({}, async (connectionString) => {
      const store = await connected({ connectionString })
      expect(await refusal({ connectionString, client: 'kurrent' })).toEqual({
        _tag: 'TwoClients',
        wanted: '@kurrent/kurrentdb-client',
        loaded: '@eventstore/db-client',
      })
      await store.close()()
    }))
})

describe('an append beyond what the server takes', () => {
  for (const appends of ['shared', 'single'] as const)
    test(`is refused and nothing of it is written (${appends})`, () =>
      onServer({ maxAppendSize: 10_000 }, async (connectionString) => {
        const store = await connected({ connectionString, appends })
        expect(await store.append(note(1, 'x'.repeat(20_000)))()).toEqual(
          E.left({ _tag: 'InvalidAppend', stream: 'request-1', reason: 'tooLarge' }),
        )
        expect(await countOf(store.readAll())).toBe(0)
        expect(E.isRight(await store.append(note(1))())).toBe(true)
        await store.close()()
      }))
})

describe('an event of somebody else', () => {
  const seen = {
    _tag: 'ForeignEvent' as const,
    stream: 'request-1' as const,
    type: 'Lunch',
    revision: 1,
    position: 2,
  }

  test('is told wherever it is met, and nothing is written behind it', () =>
    besideAStranger({}, async (store, other) => {
      await store.append(note(1))()
      await other.appendToStream('request-1', foreign(), byCall)
      const error = { _tag: 'StoreDamaged', cause: seen }
      expect(await rejection(store.readStream('request-1'))).toEqual(error)
      expect(await rejection(store.readAll())).toEqual(error)
      expect(await rejection(store.subscribe())).toEqual(error)
      expect(await store.append(note(2))()).toEqual(E.left(error))
      expect(remedyOf(seen)).toMatch(/prefix/)
    }))

  test('is told by a subscription also when it comes later', () =>
    besideAStranger({}, async (store, other) => {
      await store.append(note(1))()
      const ended = rejection(store.subscribe())
      await new Promise((later) => setTimeout(later, 50))
      await other.appendToStream('request-1', foreign(), byCall)
      expect(await ended).toEqual({ _tag: 'StoreDamaged', cause: seen })
    }))

  test('is passed over by whoever says so, who writes behind it', () =>
    besideAStranger({ foreign: 'skip' }, async (store, other) => {
      await store.append(note(1))()
      await other.appendToStream('request-1', foreign(), byCall)
      expect(await countOf(store.readStream('request-1'))).toBe(1)
      expect(await countOf(store.readAll())).toBe(1)
      expect(await store.append(note(2))()).toMatchObject({ right: { firstRevision: 2 } })
      expect(await countOf(store.readStream('request-1'))).toBe(2)
    }))

  test('under another prefix is none of the log', () =>
    besideAStranger({ prefix: 'desk.' }, async (store, other) => {
      await other.appendToStream('request-1', foreign(), byCall)
      await store.append(note(1))()
      expect(await countOf(store.readAll())).toBe(1)
      expect(await store.head()()).toEqual(E.right(2))
    }))
})

describe('a stream of which somebody took the beginning', () => {
  test('is told where events are missing, and nothing is written behind them', () =>
    besideAStranger({}, async (store, other) => {
      for (const n of [1, 2, 3]) await store.append(note(n))()
      await other.setStreamMetadata('request-1', { truncateBefore: 2 }, byCall)
      const error = {
        _tag: 'StoreDamaged',
        cause: { _tag: 'MissingEvents', stream: 'request-1', expected: 0, found: 2 },
      }
      expect(await rejection(store.readStream('request-1'))).toEqual(error)
    }))

  test('is told deleted where it is', () =>
    besideAStranger({}, async (store, other) => {
      await store.append(note(1))()
      await other.tombstoneStream('request-1', byCall)
      expect(await store.append(note(2))()).toEqual(
        E.left({ _tag: 'StoreDamaged', cause: { _tag: 'StreamDeleted', stream: 'request-1' } }),
      )
    }))
})
