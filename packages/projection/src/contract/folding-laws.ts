/**
 * Whatever way events come, the rows are the same.
 */
import * as fc from 'fast-check'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { batch } from '../engine/batch.ts'
import { planOf } from '../engine/plan.ts'
import { drive } from '../engine/sink.ts'
import { memorySink } from '../memory/sink.ts'
import type { Projector } from '../projector.ts'
import type { AnyEvent } from '../table.ts'
import { lawOf, type Law } from './law.ts'
import { rewired } from './rewired.ts'
import type { Subject } from './subject.ts'
import { contentsOf, expectContents, spokenOut, type Contents, type Trial } from './trial.ts'

export const foldingLaws = (subject: Subject): ReadonlyArray<Law> => [
  anyCut(subject),
  rebuilt(subject),
  heardOnce(subject),
  undone(subject),
]

/** What the events make one at a time, in memory: what every other way must make too. */
export const oneByOne = (projector: Projector, log: ReadonlyArray<AnyEvent>): Contents => {
  const plan = planOf([projector], { isStrict: true })
  const sink = memorySink(plan)
  for (const event of log) spokenOut(() => drive(batch(plan, [event]), sink))
  return contentsOf(projector.tables, ({ name }) => sink.rows(name))
}

/** How many events a batch has, how many it repeats, and whether another writer goes on with it. */
interface Cut {
  readonly size: number
  readonly again: number
  readonly isRestart: boolean
}
const anyCuts: fc.Arbitrary<ReadonlyArray<Cut>> = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    again: fc.oneof(fc.constant(0), fc.nat({ max: 6 })),
    isRestart: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
)

const anyCut = ({ projector, anyLog, runs, on }: Subject): Law =>
  lawOf(
    'holds the same rows however its events are cut into batches, repeated and interrupted',
    fc.asyncProperty(anyLog, anyCuts, async (log, cuts) => {
      const expected = oneByOne(projector, log)
      await on([projector], async (trial) => {
        await foldInCuts(trial, log, cuts)
        expectContents('the rows', await trial.contents(), expected)
        const end = log.at(-1)?.position ?? 0
        expectSame('the position', (await trial.checkpoint()).position, end)
      })
    }),
    runs,
  )

const foldInCuts = async (
  trial: Trial,
  log: ReadonlyArray<AnyEvent>,
  cuts: ReadonlyArray<Cut>,
): Promise<void> => {
  for (let i = 0, from = 0; from < log.length; i += 1) {
    const { size = 1, again = 0, isRestart = false } = cuts[i % cuts.length] ?? {}
    if (isRestart) await trial.restart()
    await trial.fold(log.slice(Math.max(0, from - again), from + size))
    from += size
  }
}

const rebuilt = ({ projector, anyLog, runs, on }: Subject): Law =>
  lawOf(
    'holds the same rows when it is built anew',
    fc.asyncProperty(anyLog, (log) =>
      on([projector], async (trial) => {
        await trial.fold(log)
        expectContents('the rows', await trial.contents(), oneByOne(projector, log))
      }),
    ),
    runs,
  )

const heardOnce = ({ projector, anyLog, runs, on }: Subject): Law =>
  lawOf(
    'hears an event once, however often it is told',
    fc.asyncProperty(anyLog, (log) =>
      on([projector], async (trial) => {
        await trial.fold(log)
        const once = await trial.contents()
        await trial.fold(log)
        expectContents('the rows', await trial.contents(), once)
      }),
    ),
    runs,
  )

const undone = ({ projector, anyLog, runs, on }: Subject): Law =>
  lawOf(
    'keeps rows and checkpoint as they were when a batch fails midway',
    fc.asyncProperty(
      anyLog,
      fc.nat({ max: 40 }),
      fc.nat({ max: 100 }),
      async (log, calls, share) => {
        const half = Math.floor((log.length * share) / 100)
        const saboteur = failing(projector)
        await on([saboteur.projector], async (trial) => {
          const all = async () => ({ rows: await trial.contents(), at: await trial.checkpoint() })
          await trial.fold(log.slice(0, half))
          const before = await all()
          if (await saboteur.failsAfter(calls, () => trial.fold(log.slice(half))))
            expectSame('as before', await all(), before)
          await trial.fold(log.slice(half))
          expectContents('the rows', await trial.contents(), oneByOne(projector, log))
        })
      },
    ),
    runs,
  )

/** The projector with folds that can be made to fail. */
const failing = (projector: Projector) => {
  let left = Infinity
  const tables = rewired(projector.tables, (table) => ({
    ...table,
    evolve: (row, input: never, key) => {
      left -= 1
      if (left < 0) throw new Error('made to fail')
      return table.evolve(row, input, key)
    },
  }))
  /** Whether `work` came to so many folds, and so failed. */
  const failsAfter = async (calls: number, work: () => Promise<unknown>): Promise<boolean> => {
    left = calls
    try {
      await work()
      return false
    } catch (error) {
      expectThat(left < 0, 'fails only where it is made to', error)
      return true
    } finally {
      left = Infinity
    }
  }
  return { projector: { ...projector, tables }, failsAfter }
}
