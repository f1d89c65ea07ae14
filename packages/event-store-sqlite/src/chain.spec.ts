import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { chainOfDesk } from '@deskledger/event-store/integrity'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, upTo } from './testing/notes.ts'
import { withLedger } from './testing/tampering.ts'

test('a log tells where it ends, and what its chain was at each position', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    const store = opened({ file, clock })
    const beginning = chainOfDesk(store.deskId)
    expect(await store.tip()()).toEqual(
      E.right({ commitNo: 0, position: 0, recordedAt: 0, chain: beginning }),
    )
    await Promise.all(upTo(3).map((n) => store.append(note(n, `a${n}`))()))
    const [first] = withLedger(file, ({ commits }) => [...commits(1, 9)])
    await store.append(note(1, 'b'))()
    const [, second] = withLedger(file, ({ commits }) => [...commits(1, 9)])
    expect(await store.tip()()).toEqual(
      E.right({ commitNo: 2, position: 4, recordedAt: clock(), chain: second?.chain }),
    )
    const chains = await Promise.all(upTo(6).map((n) => store.chainAt(n)()))
    const some = (chain?: string) => E.right(O.some(chain))
    expect(chains).toEqual([
      some(beginning),
      ...upTo(3).map(() => some(first?.chain)),
      some(second?.chain),
      E.right(O.none),
    ])
    await store.close()()
    expect(await store.tip()()).toEqual(E.left({ _tag: 'StoreClosed' }))
    expect(await store.chainAt(1)()).toEqual(E.left({ _tag: 'StoreClosed' }))
  }))

test('two logs of one beginning have other chains from where they part', () =>
  inFolder(async (folder) => {
    const stores = upTo(2).map((n) => opened({ file: join(folder, `${n}.db`), clock }))
    const chains = await Promise.all(
      stores.map(async (store) => {
        await store.append(note(1, 'same'))()
        return store.chainAt(1)()
      }),
    )
    expect(chains[0]).not.toEqual(chains[1])
    for (const store of stores) await store.close()()
  }))
