/**
 * Erasures while a desk is at work, and erasures whose process is killed: nothing of the erased is
 * left in any file, everything of the others is.
 */
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { logFile, openDesk } from '@deskledger/desk'
import { verifyLog } from '@deskledger/event-store-sqlite'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { EraserTask } from '../actors/eraser.ts'
import { eraseOne, forgottenBy, takesMoreOf, tellOf, textsOf } from '../house/customers.ts'
import { tracesIn } from '../house/traces.ts'
import { actor, rest } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'

/** What is known of a desk: who must be gone, and who must be there. */
interface Expected {
  readonly folder: string
  readonly erased: ReadonlyArray<number>
  readonly kept: ReadonlyArray<number>
}

const look = async ({ folder, erased, kept }: Expected, seen: Tally): Promise<void> => {
  const hits = erased.filter((n) => tracesIn(folder, textsOf(n)).length > 0)
  const [hit] = hits
  const where = hit === undefined ? [] : tracesIn(folder, textsOf(hit))
  const verified = await verifyLog({ file: logFile(folder) })()
  const isWhole = E.isRight(verified) && verified.right.findings.length === 0
  const desk = await openDesk({ folder, mode: 'still' })
  const lost = await forgottenBy(desk, kept)
  const again = await Promise.all(erased.slice(-3).map((n) => takesMoreOf(desk, n)))
  await desk.close()
  const broken = [
    ...(hits.length > 0 ? [`${hits.length} who were erased are still in ${where.join(', ')}`] : []),
    ...(kept.some((n) => tracesIn(folder, textsOf(n)).length > 0)
      ? []
      : ['the search finds nothing of those who were not erased either']),
    ...(lost.length > 0 ? [`${lost.length} texts of others are gone`] : []),
    ...(isWhole ? [] : ['the log is not whole after the erasures']),
    ...(again.some((isTaken) => isTaken) ? ['something new was told of somebody erased'] : []),
  ]
  const found = erased.length - hits.length + kept.length
  seen.add({ runs: 1, injected: erased.length, found, lost: hits.length + lost.length, broken })
}

const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

const atWork = ({ isShort }: Trial): Promise<Counts> =>
  inFolder(async (parent) => {
    const folder = join(parent, 'desk')
    const seen = tally()
    const desk = await openDesk({ folder })
    const first = upTo(isShort ? 16 : 200)
    for (const n of first) await tellOf(desk, n)
    await desk.caughtUp()
    const erased = first.filter((n) => n % 4 === 1)
    const later = first.map((n) => n + 10_000)
    const meanwhile = [
      ...later.map((n) => tellOf(desk, n)),
      desk.rebuild().then(() => true),
      rest(20).then(() => true),
    ]
    for (const n of erased) {
      const why = await eraseOne(desk, n)
      if (why !== undefined) seen.add({ broken: [`an erasure was answered ${why}`] })
    }
    await Promise.all(meanwhile)
    await desk.caughtUp()
    await desk.close()
    const kept = [...first, ...later].filter((n) => !erased.includes(n))
    await look({ folder, erased, kept }, seen)
    return seen.counts()
  })

const killed = ({ chance, isShort, say }: Trial): Promise<Counts> =>
  inFolder(async (parent) => {
    const folder = join(parent, 'desk')
    const seen = tally()
    for (let round = 0; round < (isShort ? 5 : 40); round += 1) {
      const task: EraserTask = { folder, from: round * 1_000, customers: 900 }
      const eraser = actor('eraser', task, { said: join(parent, `said-${round}`) })
      await eraser.says('erasing')
      await rest(chance.below(300))
      eraser.signal('SIGKILL')
      await eraser.ended
      const lines = eraser.lines()
      const [erasing, told] = [numbersOf(lines, 'erasing'), numbersOf(lines, 'told')]
      const finished = await finish(folder, erasing)
      if (finished !== undefined) seen.add({ broken: [`an erasure was answered ${finished}`] })
      const kept = told.filter((n) => !erasing.includes(n))
      await look({ folder, erased: erasing, kept }, seen)
    }
    say(`${seen.counts().injected} erasures`)
    return seen.counts()
  })

/** The next one who opens the desk asks for the same erasures again. */
const finish = async (
  folder: string,
  erasing: ReadonlyArray<number>,
): Promise<string | undefined> => {
  const desk = await openDesk({ folder, mode: 'still' })
  let why: string | undefined
  for (const n of erasing) why ??= await eraseOne(desk, n)
  if ((await desk.erasures.pending()).length > 0) why ??= 'still pending'
  await desk.close()
  return why
}

const numbersOf = (lines: ReadonlyArray<string>, verb: string): ReadonlyArray<number> =>
  lines.filter((line) => line.startsWith(`${verb} `)).map((line) => Number(line.split(' ')[1]))

export const erasures: ReadonlyArray<Attack> = [
  {
    name: 'canaries',
    about: 'People are erased while others are told of and read models rebuilt; no byte is left.',
    needs: 'nothing',
    expects: 'nothing lost',
    run: atWork,
  },
  {
    name: 'killed-erasures',
    about: 'Erasures are killed with -9 and asked for again: gone is gone, and the rest is there.',
    needs: 'nothing',
    expects: 'nothing lost',
    run: killed,
  },
]
