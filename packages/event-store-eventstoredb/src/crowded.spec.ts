import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import type { EventStore, Page } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve, type Served } from '@deskledger/wire'
import { connected, machineClock, urlOf } from './testing/served.ts'

const noted = async (store: EventStore, texts: ReadonlyArray<string>): Promise<void> => {
  const written = await store.append({
    stream: 'request-1',
    expected: { _tag: 'Any' },
    events: texts.map((text) => ({
      type: 'NoteAdded',
      schemaVersion: 1,
      data: { text },
      occurredAt: at(0),
      concerns: [],
    })),
    commandId: randomUUID() as string as CommandId,
    fingerprint: 'note',
    actor: { kind: 'agent', id: 'clerk' },
  })()
  if (E.isLeft(written)) throw new Error(written.left._tag)
}

const textsOf = ({ events }: Page): ReadonlyArray<unknown> =>
  events.map(({ data }) => Reflect.get(Object(data), 'text'))

describe('a log on a server that is mostly of others', () => {
  const inner = memoryEventStore({ clock: machineClock })
  let server: Served
  beforeAll(async () => {
    server = await serve({ store: inner, port: 0 })
    const handle = { connectionString: urlOf(server) }
    const [mine, others] = [
      await connected({ ...handle, prefix: 'mine.' }),
      await connected({ ...handle, prefix: 'others.' }),
    ]
    await noted(mine, ['first'])
    const crowd = Array.from({ length: 500 }, (_, i) => `of others ${i}`)
    for (let n = 0; n < 8; n += 1) await noted(others, crowd)
    await noted(mine, ['last'])
    await mine.close()()
    await others.close()()
  })
  afterAll(async () => {
    await server.close()
    await inner.close()()
  })

  const pages = async (after?: number): Promise<ReadonlyArray<Page>> => {
    const store = await connected({ connectionString: urlOf(server), prefix: 'mine.', pageSize: 4 })
    const found: Array<Page> = []
    for await (const page of store.readAll(after === undefined ? {} : { after })) found.push(page)
    await store.close()()
    return found
  }

  test('is read whole, and says on the way how far it has looked', async () => {
    const found = await pages()
    expect(found.flatMap(textsOf)).toEqual(['first', 'last'])
    expect(found.some(({ events }) => events.length === 0)).toBe(true)
    const places = found.map(({ through }) => through)
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
    expect(found.map(({ isLast }) => isLast)).toEqual(found.map((page) => page === found.at(-1)))
  })

  test('is read on from there by whoever was killed meanwhile', async () => {
    const found = await pages()
    for (const [i, { through }] of found.entries()) {
      const rest = found.slice(i + 1).flatMap(textsOf)
      expect((await pages(through)).flatMap(textsOf)).toEqual(rest)
    }
  })
})
