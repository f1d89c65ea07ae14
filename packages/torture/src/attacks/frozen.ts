/**
 * A process that leads a read model is frozen, and wakes up when another one has taken its place.
 */
import { join } from 'node:path'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { ProjectorTask } from '../actors/projector.ts'
import { unlike } from '../house/fold.ts'
import { allOf, openLog, tell } from '../house/history.ts'
import { actor, rest, type Actor } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'

/** So short that it is over while the first one is frozen. */
const leaseMs = 200

/** Long enough to be frozen in the midst of. */
const [length, more] = [9_000, 300]

const freeze = (trial: Trial, seen: Tally): Promise<void> =>
  inFolder(async (folder) => {
    const [file, views] = [join(folder, 'events.db'), join(folder, 'views.db')]
    const task: ProjectorTask = { file, views, leaseMs, batchSize: 10 }
    const start = (name: string) => actor('projector', task, { said: join(folder, name) })
    const store = openLog(file)
    await tell(store, 'parcels', [0, length])
    const first = start('first')
    await first.says('folded')
    await rest(trial.chance.below(60))
    first.signal('SIGSTOP')
    const second = start('second')
    await second.says('ready')
    const isReplaced = await replaced(first, second)
    first.signal('SIGCONT')
    await tell(store, 'parcels', [length, length + more])
    const isLevel = await within(20_000, () => reached([first, second], length + more))
    await rest(50)
    for (const each of [first, second]) each.signal('SIGTERM')
    await Promise.all([first, second].map(({ ended }) => ended))
    const events = await allOf(store)
    await store.close()()
    const broken = [
      ...unlike(views, events),
      ...(isLevel ? [] : ['nobody came to the end of the log']),
      ...twice([...first.lines(), ...second.lines()]),
    ]
    const found = broken.length === 0 ? 1 : 0
    seen.add({ runs: 1, injected: isReplaced ? 1 : 0, found, lost: 0, doubled: 0, broken })
  })

/**
 * Freezes the first until the second leads. Frozen within a transaction it keeps everybody out, as
 * any process on the machine could: then it may go on for a moment.
 */
const replaced = async (first: Actor, second: Actor): Promise<boolean> => {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    first.signal('SIGSTOP')
    if (reached([first], length)) return false
    if (await within(3 * leaseMs, () => second.lines().some(isFolded))) return true
    first.signal('SIGCONT')
    await rest(1 + attempt)
  }
  return false
}

const isFolded = (line: string): boolean => line.startsWith('folded')

const reached = (actors: ReadonlyArray<Actor>, position: number): boolean =>
  actors.some(({ lines }) => lines().includes(`folded ${position}`))

const within = async (ms: number, isSo: () => boolean): Promise<boolean> => {
  for (const until = performance.now() + ms; performance.now() < until; await rest(5))
    if (isSo()) return true
  return isSo()
}

/** No batch is committed by both: what one said it folded, the other did not. */
const twice = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const folded = lines.filter(isFolded)
  const again = folded.filter((line, i) => folded.indexOf(line) < i)
  return again.slice(0, 1).map((line) => `${line} twice`)
}

const run = async (trial: Trial): Promise<Counts> => {
  const seen = tally()
  for (let n = 0; n < (trial.isShort ? 2 : 40); n += 1) await freeze(trial, seen)
  return seen.counts()
}

export const frozen: ReadonlyArray<Attack> = [
  {
    name: 'frozen-leader',
    about: 'The holder of a lease is stopped, replaced, and continued: its commit changes nothing.',
    needs: 'nothing',
    expects: 'nothing lost',
    run,
  },
]
