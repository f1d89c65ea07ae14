import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, recorded } from './testing/notes.ts'
import { keyFor, verified } from './testing/tampering.ts'

/** Files as released versions wrote them; what they say is written down here and never changes. */
const golden = (format: number): string =>
  fileURLToPath(new URL(`../golden/format-${format}.db`, import.meta.url))

const deskId = '0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6'

test('the sample log of format 1 is whole, and has the chain and the root that it had', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    copyFileSync(golden(1), file)
    expect(await verified(file, { keys: [keyFor(deskId)] })).toMatchObject({
      deskId,
      findings: [],
      isComplete: true,
      chain: '7b8d7709947b3450cbd03fe223b345fcbe542a5066f126965bfa7909e366d675',
      root: 'f618b753dcdc05a6931bc65d231d6fad261041c809cdf5132d9ef1845210ef6b',
      upTo: { commitNo: 3, position: 6, events: 6, commands: 4 },
      streams: 3,
      types: 2,
    })
  }))

test('the sample log of format 1 is read and written on', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    copyFileSync(golden(1), file)
    const store = opened({ file, clock })
    const events = await recorded(store)
    expect(events.map(({ stream, revision, type }) => [stream, revision, type])).toEqual([
      ['request-1', 0, 'RequestNoted'],
      ['request-2', 0, 'RequestNoted'],
      ['request-1', 1, 'RequestNoted'],
      ['request-1', 2, 'RequestClosed'],
      ['request-1', 3, 'RequestNoted'],
      ['request-3', 0, 'RequestNoted'],
    ])
    expect(events[2]?.data).toEqual({ text: 'Grüße aus Köln — 日本語 💬 \ud800 \ufffd "\\' })
    expect(events[3]).toMatchObject({
      data: { at: 0, amount: 1e21, nothing: null },
      concerns: ['party:1', 'request:1'],
      correlationId: 'third',
      actor: { kind: 'agent', id: 'clerk' },
    })
    expect(await store.append(note(1, 'first'))()).toMatchObject({ right: { repeated: true } })
    await store.append(note(1, 'fifth'))()
    await store.close()()
    expect(await verified(file)).toMatchObject({ findings: [], upTo: { commitNo: 4 } })
  }))
