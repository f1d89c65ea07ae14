import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { openDesk, type ClusterPlace, type FolderPlace } from '../index.ts'
import { maria, newFolder } from '../samples.ts'
import { startServers, type Servers } from '../testing/cluster.ts'
import { mover } from '../testing/movers.ts'

const missing = whyNoPostgres()
const minute = 60_000
const [seed, points] = [20_261, 20]
const batchSize = 3

/** Where a run is killed: in which phase, at which part of it, and how much behind that step. */
interface Point {
  readonly phase: number
  readonly part: number
  readonly afterMs: number
}
const anyPoint = fc.record({
  phase: fc.nat(999),
  part: fc.integer({ min: 0, max: 999 }),
  afterMs: fc.constantFrom(0, 0, 1, 3, 10, 40, 200),
})
const killedAt: ReadonlyArray<Point> = fc.sample(anyPoint, { seed, numRuns: points })

/** Each phase is as likely as any other, however many steps it takes. */
const stepAt = ({ phase, part }: Point, steps: ReadonlyArray<string>): number => {
  const phases = [...new Set(steps)]
  const own = phases[phase % phases.length]
  const places = steps.flatMap((each, i) => (each === own ? [i + 1] : []))
  return places[Math.floor((part * places.length) / 1_000)] ?? 1
}

const manyMarias = async (): Promise<string> => {
  const folder = newFolder()
  const desk = await openDesk({ folder })
  for (let n = 0; n < 12; n += 1) await maria(desk)
  await desk.settled()
  await desk.close()
  return folder
}

;(missing === undefined ? describe : describe.skip)(
  ['a migration that is killed', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(() => servers.stop(), minute)

    /** Kills it at the point, and runs it to the end; the phase it was killed in, and what came of it. */
    const killedOnce = async (
      options: { readonly from: FolderPlace; readonly to: FolderPlace },
      point: Point,
      whole: ReadonlyArray<string>,
    ) => {
      const { afterMs } = point
      const step = stepAt(point, whole)
      const killed = await mover({ ...options, batchSize }, { step, afterMs })
      const { moved } = await mover({ ...options, batchSize })
      return { phase: killed.steps.at(-1), moved }
    }

    const clusterNow = async (): Promise<ClusterPlace> => ({
      ...(await servers.place()).settings,
      keys: 'server',
    })

    test(
      `at ${points} points on its way to a cluster comes to the same end`,
      async () => {
        const from = { folder: await manyMarias() }
        const { steps, moved: whole } = await mover({ from, to: await clusterNow(), batchSize })
        const phases = new Set<string | undefined>()
        for (const point of killedAt) {
          const to = await clusterNow()
          const { phase, moved } = await killedOnce({ from, to }, point, steps)
          phases.add(phase)
          expect({ point, difference: moved?.difference }).toEqual({ point, difference: undefined })
          expect(moved?.to.sha256).toBe(whole?.to.sha256)
          expect(moved?.readModels).toEqual(whole?.readModels)
        }
        expect([...phases]).toEqual(
          expect.arrayContaining(['verify', 'copy', 'project', 'compare']),
        )
      },
      20 * minute,
    )

    test(
      `at ${points} points on its way back comes to the same end, with the chain that it had`,
      async () => {
        const from = await clusterNow()
        const folder = await manyMarias()
        const { moved: there } = await mover({ from: { folder }, to: from })
        const first = await mover({ from, to: { folder: newFolder() }, batchSize })
        const phases = new Set<string | undefined>()
        for (const point of killedAt) {
          const to = { folder: newFolder() }
          const { phase, moved } = await killedOnce({ from, to }, point, first.steps)
          phases.add(phase)
          expect({ point, difference: moved?.difference }).toEqual({ point, difference: undefined })
          expect(moved?.to).toEqual({ ...there?.from, name: to.folder })
          expect(moved?.readModels).toEqual(first.moved?.readModels)
        }
        expect([...phases]).toEqual(expect.arrayContaining(['copy', 'project', 'compare']))
      },
      20 * minute,
    )
  },
)
