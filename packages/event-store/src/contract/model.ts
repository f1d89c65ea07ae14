/**
 * Any store against the log in memory: whatever is asked of both, in whatever order, by whichever
 * handle and however often the log is opened again, both answer the same.
 */
import * as fc from 'fast-check'
import type { CommandId } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { anyRevision, exactly, noStream, streamExists, type Expected } from '../expected.ts'
import type { Append, EventStore, ReadAll } from '../port.ts'
import { asked, begin, heard, read, withRival, type Story } from './story.ts'
import { onTrial, type Ability, type Open } from './trial.ts'
import * as W from './words.ts'

type Step = fc.AsyncCommand<object, Story, true>

const step =
  <Data>(name: string, run: (story: Story, data: Data) => Promise<void>) =>
  (data: Data): Step => ({
    check: () => Promise.resolve(true),
    run: (_, story) => run(story, data),
    toString: () => `${name} ${JSON.stringify(data)}`,
  })

interface Wish {
  readonly stream: number
  readonly expected: Expected
  readonly types: ReadonlyArray<string>
}
const anyWish: fc.Arbitrary<Wish> = fc.record({
  stream: fc.nat(2),
  expected: fc.oneof(
    fc.constantFrom(noStream, streamExists, anyRevision),
    fc.integer({ min: -1, max: 6 }).map(exactly),
  ),
  types: fc.array(fc.constantFrom('RequestNoted', 'RequestPaused'), { maxLength: 4, size: 'max' }),
})

const toAppend = ({ wishes }: Story, { stream, expected, types }: Wish): Append => {
  const wish = W.noting(W.request(stream), {
    expected,
    commandId: id<CommandId>(wishes.length),
    events: types.map((type, n) => W.noted(`${wishes.length}.${n}`, { type })),
  })
  wishes.push(wish)
  return wish
}

const append = step('append', async (story, [wish, who]: readonly [Wish, number]) => {
  const request = toAppend(story, wish)
  await asked(story, 'append', who, (store) => store.append(request)())
})

const atOnce = step(
  'append at once',
  async (story, [all, who]: readonly [ReadonlyArray<Wish>, number]) => {
    const requests = all.map((wish) => toAppend(story, wish))
    const run = (store: EventStore) => Promise.all(requests.map((each) => store.append(each)()))
    await asked(story, 'appends', who, run)
  },
)

const together = step(
  'append together',
  async (
    story,
    [all, looked, who]: readonly [ReadonlyArray<Wish>, ReadonlyArray<Omit<Wish, 'types'>>, number],
  ) => {
    const appends = all.map((wish) => toAppend(story, wish))
    const checks = looked.map(({ stream, expected }) => ({ stream: W.request(stream), expected }))
    const run = (store: EventStore) => store.appendAll?.({ appends, checks })()
    await asked(story, 'append together', who, async (store) => run(store))
  },
)

const again = step(
  'append again',
  async (story, [n, otherwise, who]: readonly [number, Partial<Append>, number]) => {
    const earlier = story.wishes[n % (story.wishes.length || 1)]
    if (earlier === undefined) return
    const request = { ...earlier, ...otherwise }
    await asked(story, 'append again', who, (store) => store.append(request)())
    await asked(story, 'heard', who, (store) => heard(store, request))
  },
)

const readStream = step('read stream', (story, [n, from, who]: readonly [number, number, number]) =>
  asked(story, 'stream', who, (store) => read(store.readStream(W.request(n), from))),
)

const readAll = step('read all', (story, [from, who]: readonly [ReadAll, number]) =>
  asked(story, 'log', who, (store) => read(store.readAll(from))),
)

const head = step('head', (story, who: number) =>
  asked(story, 'head', who, (store) => store.head()()),
)

const setClock = step('set clock', async (story, minute: number) => {
  story.now = at(minute)
  story.log.setClock(story.now)
})

const reopen = step('reopen', async (story) => {
  story.handles = await withRival(await story.log.reopen(), story.log, story.lacks)
})

const who = fc.nat(1)
const otherwise = fc.constantFrom({}, { fingerprint: 'other' }, { expected: noStream })
const types = fc.subarray(['RequestNoted', 'RequestPaused', 'RequestLost'])
const anyRange = fc.record(
  { after: fc.integer({ min: -1, max: 60 }), upTo: fc.nat(60), types },
  { requiredKeys: [], noNullPrototype: true },
)

const steps = (lacks: ReadonlyArray<Ability>): Array<fc.Arbitrary<Step>> => {
  const unless = (ability: Ability, ...some: ReadonlyArray<fc.Arbitrary<Step>>) =>
    lacks.includes(ability) ? [] : some
  return [
    fc.tuple(anyWish, who).map(append),
    fc.tuple(anyWish, who).map(append),
    fc.tuple(fc.nat(), otherwise, who).map(again),
    fc.tuple(fc.nat(3), fc.integer({ min: -1, max: 12 }), who).map(readStream),
    fc.tuple(fc.record({ types }), who).map(readAll),
    fc.integer({ min: -9, max: 9 }).map(setClock),
    ...unless('gapless', fc.tuple(anyRange, who).map(readAll), who.map(head)),
    ...unless('callOrder', fc.tuple(fc.array(anyWish, { maxLength: 8 }), who).map(atOnce)),
    ...unless(
      'together',
      fc
        .tuple(fc.array(anyWish, { maxLength: 4 }), fc.array(anyWish, { maxLength: 2 }), who)
        .map(together),
    ),
    ...unless('reopening', fc.constant('').map(reopen)),
  ]
}

export interface ModelSettings {
  readonly lacks?: ReadonlyArray<Ability>
  /** How many random stories are told; 100 unless told. */
  readonly runs?: number
}

/** Fails with the seed and the shortest story that tells the two apart. */
export const agreesWithMemory = (
  open: Open,
  { lacks = [], runs = 100 }: ModelSettings = {},
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.commands(steps(lacks), { maxCommands: 40, size: 'max' }), (story) =>
      onTrial(open, async (log) => {
        const told = await begin(log, lacks)
        await fc.asyncModelRun(() => ({ model: {}, real: told }), story)
      }),
    ),
    { numRuns: runs },
  )
