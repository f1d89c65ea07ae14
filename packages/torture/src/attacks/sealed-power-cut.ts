/**
 * Power cuts of a whole desk: what was acknowledged was sealed, so its keys must be there as well.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keysFile, logFile, openDesk } from '@deskledger/desk'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { TellerTask } from '../actors/teller.ts'
import { callsOf } from '../disk/calls.ts'
import { diskOf } from '../disk/disk.ts'
import { eraseOne, forgottenBy, textsOf } from '../house/customers.ts'
import { actor } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'
import { recording } from '../machine/strace.ts'
import { cuts } from './power-cut.ts'

/** The read models are left out: they are built anew from the log. */
const filesIn = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('views.db'))
      .map(({ name }) => [name, readFileSync(join(folder, name))]),
  )

const run = (trial: Trial): Promise<Counts> =>
  inFolder(async (parent) => {
    const { chance, isShort, say } = trial
    const [folder, trace, said] = ['desk', 'trace', 'said'].map((name) => join(parent, name)) as [
      string,
      string,
      string,
    ]
    await openDesk({ folder, mode: 'still' }).then((desk) => desk.close())
    const base = filesIn(folder)
    const task: TellerTask = { folder, customers: isShort ? 30 : 200 }
    const databases = [logFile(folder), keysFile(folder)]
    const under = recording({ trace, databases, said })
    await actor('teller', task, { said, under }).ended
    const calls = callsOf({ trace, folder, said })
    say(`${calls.length} calls recorded`)
    const chosen = new Set(chance.some([...calls.keys()], isShort ? 40 : 400))
    const [disk, seen] = [diskOf(base, chance), tally()]
    const lines: Array<string> = []
    for (const [i, call] of calls.entries()) {
      if (call.kind === 'said') lines.push(...call.lines)
      disk.apply(call)
      if (chosen.has(i)) await look(disk.cut(chance.pick(cuts), chance), lines, seen)
    }
    return seen.counts()
  })

/** Everybody told of can be read, and the last of them can be erased. */
const look = (
  files: ReadonlyMap<string, Buffer>,
  lines: ReadonlyArray<string>,
  seen: Tally,
): Promise<void> =>
  inFolder(async (parent) => {
    const folder = join(parent, 'desk')
    mkdirSync(folder)
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes, { mode: 0o600 })
    const told = lines
      .filter((line) => line.startsWith('told '))
      .map((line) => Number(line.slice(5)))
    const desk = await openDesk({ folder, mode: 'still' })
    const lost = await forgottenBy(desk, told)
    const last = told.at(-1)
    const why = last === undefined ? undefined : await eraseOne(desk, last)
    const left =
      last === undefined ? 0 : textsOf(last).length - (await forgottenBy(desk, [last])).length
    await desk.close()
    const broken = [
      ...(lost.length > 0 ? [`${lost.length} texts that were acknowledged cannot be read`] : []),
      ...(why === undefined ? [] : [`an erasure after the cut was answered ${why}`]),
      ...(left > 0 ? [`${left} texts of somebody erased after the cut can still be read`] : []),
    ]
    seen.add({ runs: 1, injected: 1, found: told.length, lost: lost.length, broken })
  })

export const sealedPowerCuts: ReadonlyArray<Attack> = [
  {
    name: 'sealed-power-cut',
    about: 'The power of a whole desk goes: what was acknowledged is read, and erased, as before.',
    needs: 'strace',
    expects: 'nothing lost',
    run,
  },
]
