import { beforeAll, describe, expect, test } from '@jest/globals'
import { readDesk } from '@deskledger/desk'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import type { CommandId } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import { deskledger, ownSample, rowsIn } from '../console.samples.ts'

let desk = ''
let head = 0

/** As another program writes it over `deskledger serve --write`. */
const wrote = async (file: string, type: string, data: unknown): Promise<number> => {
  const opened = sqliteEventStore({ file, clock: () => at(9_999) })
  if (opened._tag === 'Left') throw new Error(opened.left._tag)
  const store = opened.right
  const appended = await store.append({
    stream: 'pallet-7',
    expected: { _tag: 'Any' },
    events: [{ type, schemaVersion: 1, data, occurredAt: at(9_999), concerns: [] }],
    commandId: `${type}-1` as CommandId,
    fingerprint: '',
    actor: { kind: 'system', id: 'warehouse' },
  })()
  await store.close()()
  if (appended._tag === 'Left') throw new Error(appended.left._tag)
  return appended.right.lastPosition
}

const secret = 'María, at the back door'

beforeAll(async () => {
  desk = await ownSample()
  await wrote(`${desk}/events.db`, 'PalletStored', { note: secret, $wire: { id: 'x' } })
  head = await wrote(`${desk}/events.db`, 'PalletSent', {})
}, 120_000)

const events = (...args: ReadonlyArray<string>) =>
  deskledger('events', '--after', `${head - 3}`, '--desk', desk, ...args)

describe('events that another program wrote', () => {
  test('are listed in their place, marked, counted, and without what they say', async () => {
    const { code, out, err } = await events()
    expect(code).toBe(0)
    const rows = rowsIn(out).slice(1)
    expect(rows.map(([position, , type]) => [Number(position), type])).toEqual([
      [head - 2, expect.stringMatching(/^\w+$/)],
      [head - 1, 'PalletStored (foreign)'],
      [head, 'PalletSent (foreign)'],
    ])
    expect(err).toBe(
      '2 events are foreign: no module of this desk knows their type; --raw shows what they say\n',
    )
    expect(await events('--quiet')).toMatchObject({ err: '' })
  })

  test('do not tell what they say, not even with --data', async () => {
    const { out } = await events('--data', '--json')
    const [own, placed] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(own).toMatchObject({ data: expect.anything() })
    expect(placed).toEqual({
      position: head - 1,
      at: expect.any(String),
      type: 'PalletStored',
      foreign: true,
      stream: 'pallet-7',
      revision: 0,
      actor: 'system:warehouse',
    })
  })

  test('tell it with --raw, as it is stored', async () => {
    const { out, err } = await events('--raw', '--type', 'PalletStored', '--json')
    expect(JSON.parse(out)).toMatchObject({ data: { note: secret, $wire: { id: 'x' } } })
    expect(err).toBe('1 event is foreign: no module of this desk knows their type\n')
    expect((await events('--raw')).out).toContain(secret)
  })

  test('may be asked for by type and stream; a type that nobody wrote is none', async () => {
    expect((await events('--stream', 'pallet-7', '--json')).out.split('\n')).toHaveLength(3)
    expect((await events('--type', 'PalletSent', '--json')).out.split('\n')).toHaveLength(2)
    expect((await events('--type', 'PalletLost')).err).toContain('DL9010')
  })

  test('are among the events of a desk, for programs', async () => {
    const reading = await readDesk({ folder: desk })
    const found = []
    for await (const event of reading.events({ after: head - 2 })) found.push(event)
    for await (const event of reading.events({ after: head - 2, raw: true })) found.push(event)
    await reading.close()
    expect(found).toMatchObject([
      { type: '$foreign', position: head - 1, stream: 'pallet-7', actor: { id: 'warehouse' } },
      { type: '$foreign', position: head },
      { type: '$foreign', data: { type: 'PalletStored', raw: { note: secret } } },
      { type: '$foreign', data: { type: 'PalletSent', raw: {} } },
    ])
    expect(found.slice(0, 2).map(({ data }) => data)).toEqual([
      { type: 'PalletStored' },
      { type: 'PalletSent' },
    ])
  })
})

describe('read models', () => {
  test.each(['fail', 'skip', 'park'])(
    'pass foreign events over, whatever becomes of those that cannot be read (%s)',
    async (what) => {
      const args = ['--on-undecodable', what, '--rebuild', 'all', '--json', '--desk', desk]
      const { code, out, err } = await deskledger('project', ...args)
      expect(code).toBe(0)
      expect(JSON.parse(out)).toEqual({ projected: head, position: head, skipped: 0 })
      expect(err).not.toContain('incomplete')
      expect((await deskledger('doctor', '--desk', desk)).code).toBe(0)
    },
  )

  test('stop at an event of a known type that another program wrote wrongly', async () => {
    const wrong = await ownSample()
    await wrote(`${wrong}/events.db`, 'RequestOpened', { nonsense: true })
    const args = ['--rebuild', 'all', '--desk', wrong]
    expect(await deskledger('project', ...args)).toMatchObject({
      code: 3,
      err: expect.stringContaining('DL4001'),
    })
    const parked = await deskledger('project', ...args, '--on-undecodable', 'park')
    expect(parked.err).toContain('see projection_parked')
    expect((await deskledger('events', '--limit', '99999', '--desk', wrong)).err).toContain(
      'DL2005',
    )
  })
})
