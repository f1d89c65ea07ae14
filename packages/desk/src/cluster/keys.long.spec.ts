import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync, mkdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { at, id } from '@deskledger/kernel/testing'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { startPglite, type Pglite } from '@deskledger/projection/postgres/testing'
import { keysFile } from '../keys.ts'
import { newFolder } from '../samples.ts'
import { sharedKeys, type SharedKeys } from './keys.ts'

let pglite: Pglite
beforeAll(async () => {
  pglite = await startPglite()
}, 60_000)
afterAll(() => pglite.close())

const made = (): string => {
  const folder = newFolder()
  mkdirSync(folder, { recursive: true })
  return folder
}

/** A log that can be named once, empty unless told. */
const logOf = (head = 0): SharedKeys['log'] => {
  let named: O.Option<string> = O.none
  return {
    ...memoryEventStore({ clock: () => at(0) }),
    head: () => TE.right(head),
    named: () => TE.fromIO(() => named),
    name: (desk) =>
      TE.fromIO(() => {
        if (O.isNone(named)) named = O.some(desk)
        return O.isSome(named) ? named.value : desk
      }),
  }
}

const keysOf = (log: SharedKeys['log'], schema: string, folder: string) =>
  sharedKeys(
    { schema: `${schema}_keys` },
    { folder, log, clock: () => at(0), postgres: pglite.server(schema) },
  )

describe('the keys of a cluster', () => {
  test('stand on the server, begun once by nodes that begin together, and are the log’s', async () => {
    const [folder, log] = [made(), logOf()]
    const both = await Promise.all([keysOf(log, 'both', folder), keysOf(log, 'both', folder)])
    const desks = both.map((each) => (E.isRight(each) ? each.right.desk : each.left._tag))
    expect(desks[0]).toBe(desks[1])
    expect(await log.named()()).toEqual(E.right(O.some(desks[0])))
    expect(existsSync(keysFile(folder))).toBe(false)
  })

  test('name a log that was brought here without a name', async () => {
    const folder = made()
    const first = await keysOf(logOf(), 'brought', folder)
    const log = logOf(7)
    const again = await keysOf(log, 'brought', folder)
    const desk = E.isRight(first) ? first.right.desk : ''
    expect(again).toMatchObject({ _tag: 'Right', right: { desk } })
    expect(await log.named()()).toEqual(E.right(O.some(desk)))
  })

  test('are missed where the log holds facts, and refused where they are another log’s', async () => {
    const folder = made()
    expect(await keysOf(logOf(7), 'missing', folder)).toMatchObject({
      left: { _tag: 'KeysMissing', file: 'the schema missing_keys' },
    })
    await keysOf(logOf(), 'foreign', folder)
    const log = logOf(7)
    await log.name(id(9))()
    expect(await keysOf(log, 'foreign', folder)).toMatchObject({ left: { _tag: 'ForeignKeys' } })
  })
})
