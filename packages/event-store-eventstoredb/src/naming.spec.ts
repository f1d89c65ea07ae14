import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve, type Served } from '@deskledger/wire'
import { connected, machineClock, urlOf } from './testing/served.ts'

const inner = memoryEventStore({ clock: machineClock })
let server: Served
beforeAll(async () => {
  server = await serve({ store: inner, port: 0 })
})
afterAll(async () => {
  await server.close()
  await inner.close()()
})

test('a log is given a name once, whoever else would name it', async () => {
  const handle = { connectionString: urlOf(server), prefix: 'one.' }
  const [one, other] = [await connected(handle), await connected(handle)]
  expect(await one.named()()).toEqual(E.right(O.none))
  const names = await Promise.all([one.name('a')(), other.name('b')()])
  expect(names[0]).toEqual(names[1])
  expect(await other.name('c')()).toEqual(names[0])
  expect(await one.named()()).toEqual(E.map(O.some)(names[0]))
  await one.close()()
  await other.close()()
})

test('the name of a log is no event of it, and no other log has it', async () => {
  const [mine, other] = [
    await connected({ connectionString: urlOf(server), prefix: 'mine.' }),
    await connected({ connectionString: urlOf(server), prefix: 'other.' }),
  ]
  await mine.name('a')()
  expect(await mine.head()()).toEqual(E.right(0))
  for await (const page of mine.readAll()) expect(page.events).toEqual([])
  expect(await other.named()()).toEqual(E.right(O.none))
  await mine.close()()
  await other.close()()
})
