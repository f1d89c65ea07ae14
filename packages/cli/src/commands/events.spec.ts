import { beforeAll, describe, expect, test } from '@jest/globals'
import { readDesk } from '@deskledger/desk'
import { deskledger, problemOf, rowsIn, sharedSample } from '../console.samples.ts'

beforeAll(sharedSample, 120_000)

const events = async (...args: ReadonlyArray<string>) =>
  deskledger('events', ...args, '--desk', await sharedSample())

interface Line {
  readonly position: number
  readonly at: string
  readonly type: string
  readonly stream: string
  readonly data?: object
}
const listed = async (...args: ReadonlyArray<string>): Promise<ReadonlyArray<Line>> =>
  (await events(...args, '--json')).out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)

const log = async () => {
  const desk = await readDesk({ folder: await sharedSample() })
  const all = []
  for await (const event of desk.events()) all.push(event)
  await desk.close()
  return all
}

describe('the log', () => {
  test('is read in order, fifty events at a time, and says how to go on', async () => {
    const { code, out, err } = await events()
    expect(code).toBe(0)
    const rows = rowsIn(out)
    expect(rows[0]).toEqual(['position', 'at', 'type', 'stream', 'revision', 'actor'])
    expect(rows.slice(1).map(([position]) => Number(position))).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    )
    expect(err).toBe('more: repeat with --after 50\n')
    const next = await listed('--after', '50', '--limit', '2')
    expect(next.map(({ position }) => position)).toEqual([51, 52])
  })

  test('ends without a remark, and says so where nothing is found', async () => {
    const all = await log()
    const last = await events('--after', `${all.length - 2}`)
    expect(rowsIn(last.out)).toHaveLength(3)
    expect(last.err).toBe('')
    expect(await events('--after', `${all.length}`, '--json')).toMatchObject({
      code: 0,
      out: '',
      err: 'no event is like that\n',
    })
    expect(await events('--limit', '1', '--quiet')).toMatchObject({ err: '' })
  })

  test('shows the data of an event only where it is asked for', async () => {
    const [bare] = await listed('--type', 'PartyRegistered', '--limit', '1')
    const full = await listed('--type', 'PartyRegistered', '--limit', '20', '--data')
    expect(bare).not.toHaveProperty('data')
    expect(full.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ name: expect.any(String) }),
    )
  })
})

describe('a filter', () => {
  test('by type, stream, party and time lets through just what it names', async () => {
    const all = await log()
    const positions = async (...args: ReadonlyArray<string>) =>
      (await listed(...args, '--limit', '99999')).map(({ position }) => position)
    const those = (wanted: (event: (typeof all)[number]) => boolean) =>
      all.filter(wanted).map(({ position }) => position)
    const closed = all.find(({ type }) => type === 'RequestClosed')
    const [party] = closed?.concerns.filter((each) => each.startsWith('party')) ?? []
    const id = party?.replace(/^party\W/, '') ?? ''
    const [from, to] = [Date.UTC(2025, 0, 8), Date.UTC(2025, 0, 9)]

    const two = ['RequestOpened', 'RequestClosed']
    expect(await positions('--type', ...two)).toEqual(those(({ type }) => two.includes(type)))
    expect(await positions('--stream', closed?.stream ?? '')).toEqual(
      those(({ stream }) => stream === closed?.stream),
    )
    expect(await positions('--party', id)).toEqual(
      those(({ concerns }) => (concerns as ReadonlyArray<string>).includes(party ?? '')),
    )
    expect(await positions('--since', '2025-01-08', '--until', '2025-01-09')).toEqual(
      those(({ occurredAt }) => occurredAt >= from && occurredAt < to),
    )
    expect(id).not.toBe('')
  })

  test.each([
    [['--limit', '-3'], 'DL9011'],
    [['--after', 'x'], 'DL9011'],
    [['--since', 'yesterday'], 'DL9012'],
    [['--until', 'soon'], 'DL9012'],
    [['--type', 'CallRang'], 'DL9010'],
  ])('%j is wrong usage with the code %s', async (args, code) => {
    const said = await events(...args, '--json')
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(problemOf(said)['code']).toBe(code)
  })
})
