/**
 * W9: a log on a server. `raw` is the vendor's client alone, ours is the adapter over it, both at our own
 * server in another process, with a log in memory; so what is compared is what the adapter adds.
 *
 * The last row is about the server: `raw` is how fast the client decodes answers that are sent without
 * any thought, ours how fast it gets the same from our server.
 */
import { join } from 'node:path'
import { inTurn, metered, sideBySide, type Measured } from '../meter.ts'
import { atLeast, rates, type Goal } from '../row.ts'
import type { Results } from '../results.ts'
import type { Size } from '../seeds.ts'
import type { Run, Task, Workload } from '../workload.ts'
import type { Hand, HandName } from '../wire/hands.ts'

const workload = 'W9'

const sizes: Readonly<Record<Size, { readonly appends: number; readonly events: number }>> = {
  full: { appends: 4_000, events: 100_000 },
  tenth: { appends: 500, events: 10_000 },
  quick: { appends: 50, events: 1_000 },
}

const kinds = {
  single: 'appends of one event, one caller',
  'in flight': 'appends of one event, 64 in flight',
  batches: 'events, 100 an append',
  read: 'events of the whole log, read',
  follow: 'events of the whole log, by subscription',
} as const
type Kind = keyof typeof kinds

const runsOf = (kind: Kind): ReadonlyArray<Run> =>
  (['raw', 'ours'] as const).map((adapter) => ({
    name: `${adapter}, ${kind}`,
    adapter,
    place: 'memory',
    variant: kind,
  }))

const decoding: ReadonlyArray<Run> = [
  { name: 'raw, decoded', adapter: 'raw', place: 'memory', variant: 'decoded' },
  { name: 'ours, decoded', adapter: 'raw', place: 'memory', variant: 'read' },
]

const work = async (hand: Hand, kind: string, size: Size): Promise<number> => {
  const { appends, events } = sizes[size]
  switch (kind) {
    case 'single':
      return inTurn(appends, (i) => hand.append(i % 200, 1))
    case 'in flight':
      return sideBySide(64, 5 * appends, (i) => hand.append(i % 2_000, 1))
    case 'batches':
      return 100 * (await inTurn(appends / 10, (i) => hand.append(i, 100)))
    case 'follow':
      return hand.follow(events)
    default:
      return hand.readAll()
  }
}

const isReading = (variant: string): boolean => ['read', 'follow', 'decoded'].includes(variant)

const measured = async ({ adapter, variant, size, folder }: Task): Promise<Measured> => {
  const { handOf } = await import('../wire/hands.ts')
  const { started } = await import('../wire/process.ts')
  const name: HandName = adapter === 'ours' ? 'ours' : 'raw'
  const server = await started('wire')
  const fill = async (): Promise<void> => {
    const filling = await handOf('ours', server.port)
    await sideBySide(8, sizes[size].events / 100, (i) => filling.append(i, 100))
    await filling.close()
  }
  if (isReading(variant)) await fill()
  const replay =
    variant === 'decoded' ? await replayOf(server.port, join(folder, 'answers')) : server
  const hand = await handOf(name, replay.port)
  if (!isReading(variant)) await inTurn(20, (i) => hand.append(5_000 + i, 1))
  const done = await metered(() => work(hand, variant, size))
  await hand.close()
  for (const each of new Set([server, replay])) await each.stop()
  return done
}

const replayOf = async (port: number, file: string) => {
  const { record } = await import('../wire/replay.ts')
  const { started } = await import('../wire/process.ts')
  await record(port, file)
  return started('replay', file)
}

const rowOf =
  (results: Results, where: string, goal: Goal) =>
  ([kind, measures]: readonly [string, string]) =>
    rates(
      results,
      { workload, measured: measures, where },
      { raw: `raw, ${kind}`, ours: `ours, ${kind}`, by: 'wall' },
      goal,
    )

export const w9: Workload = {
  name: workload,
  title: 'a log on a server: our adapter beside the bare client, and our server beside its limit',
  runs: [...(Object.keys(kinds) as ReadonlyArray<Kind>).flatMap(runsOf), ...decoding],
  measure: measured,
  rows: (results) =>
    [
      ...Object.entries(kinds),
      ['decoded', 'events of the whole log, read; raw: as fast as the client decodes'] as const,
    ].map(rowOf(results, 'our server', atLeast(0.8))),
}
