/**
 * A log that is restored from an older copy and goes on differently, under a read model that has seen
 * how it went on before.
 */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { merged, type Fact } from '@deskledger/kernel'
import { projection } from '@deskledger/projection'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import { unlike } from '../house/fold.ts'
import { allOf, openLog, step, tell } from '../house/history.ts'
import { parcelEvents, parcels } from '../house/parcels.ts'
import { inFolder } from '../machine/folder.ts'

/** How the log goes on after the copy, beside where the read model stands. */
const ways = ['shorter', 'as long', 'longer', 'the same last event'] as const
type Way = (typeof ways)[number]

const length = 1_000

const fork = (way: Way, { chance }: Trial, seen: Tally): Promise<void> =>
  inFolder(async (folder) => {
    const [file, copy, views] = ['events.db', 'copy.db', 'views.db'].map((n) => join(folder, n))
    const at = 200 + chance.below(length - 300)
    const before = openLog(file ?? '')
    await tell(before, 'one', [0, at])
    await before.close()()
    copyFileSync(file ?? '', copy ?? '')
    const one = openLog(file ?? '')
    await tell(one, 'one', [at, length])
    await follow(one, views ?? '')
    await one.close()()
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
    copyFileSync(copy ?? '', file ?? '')
    const other = openLog(file ?? '')
    await goOn(other, way, at)
    const said = await follow(other, views ?? '')
    const wrong = said === undefined ? unlike(views ?? '', await allOf(other)) : []
    await other.close()()
    const broken = wrong.map((each) => `${way}: ${each}`)
    const found = broken.length === 0 ? 1 : 0
    seen.add({ runs: 1, injected: 1, found, lost: 1 - found, broken })
  })

const goOn = async (store: ReturnType<typeof openLog>, way: Way, at: number): Promise<void> => {
  if (way === 'shorter') return tell(store, 'other', [at, length - 50])
  if (way === 'as long') return tell(store, 'other', [at, length])
  if (way === 'longer') return tell(store, 'other', [at, length + 100])
  await tell(store, 'other', [at, length - 1])
  await store.append(step('one', length - 1))()
  await tell(store, 'other', [length, length + 100])
}

/** Brings the read model level; an error that says why not is as good. */
const follow = async (
  store: ReturnType<typeof openLog>,
  views: string,
): Promise<string | undefined> => {
  const registry = merged<Fact>(parcelEvents)
  const model = projection({
    file: views,
    store,
    registry,
    projectors: [parcels],
    log: store.deskId,
  })
  const level = await model.catchUp()()
  await model.close()
  return E.isLeft(level) ? level.left._tag : undefined
}

const run = async (trial: Trial): Promise<Counts> => {
  const seen = tally()
  for (let n = 0; n < (trial.isShort ? 1 : 10); n += 1)
    for (const way of ways) await fork(way, trial, seen)
  return seen.counts()
}

export const forks: ReadonlyArray<Attack> = [
  {
    name: 'forked-log',
    about: 'The log is restored and goes on differently: the read model mixes no two histories.',
    needs: 'nothing',
    expects: 'nothing lost',
    run,
  },
]
