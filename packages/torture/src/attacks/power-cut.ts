/**
 * Power cuts: the writes of a real process are recorded, and every state is rebuilt that a disk
 * could be in if the power had gone at some moment.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tally, type Attack, type Counts, type Trial } from '../attack.ts'
import type { ScribeTask } from '../actors/scribe.ts'
import { callsOf, type Call } from '../disk/calls.ts'
import { diskOf, type Cut } from '../disk/disk.ts'
import { examine, type Finding } from '../log/examine.ts'
import { ackedIn } from '../log/said.ts'
import { actor } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'
import { recording } from '../machine/strace.ts'

interface Plan {
  /** What the store is made to run with; what it chooses itself unless told. */
  readonly synchronous?: 0 | 1
  /** The cuts are `before` the first word of the scribe, while the log is made, or `after` it. */
  readonly when: 'before' | 'after'
  /** Which syncs fail, as strace says it: `20+9` is the twentieth and then every ninth. */
  readonly failing?: string
}

export const cuts: ReadonlyArray<Cut> = ['drop', 'some', 'torn']

const powerCut =
  (plan: Plan) =>
  (trial: Trial): Promise<Counts> =>
    inFolder(async (folder) => {
      const { base, calls } = await record(folder, plan, trial)
      const chosen = new Set(moments(calls, plan, trial))
      const seen = tally()
      const disk = diskOf(base, trial.chance)
      const said: Array<string> = []
      for (const [i, call] of calls.entries()) {
        if (call.kind === 'said') said.push(...call.lines)
        if (call.kind === 'failedSync') seen.add({ injected: 1 })
        disk.apply(call)
        if (!chosen.has(i)) continue
        const files = disk.cut(trial.chance.pick(cuts), trial.chance)
        seen.add({ runs: 1, ...(await afterCut(files, said, plan)) })
      }
      const { runs } = seen.counts()
      return plan.failing === undefined ? { ...seen.counts(), injected: runs } : seen.counts()
    })

interface Recorded {
  /** The files as they were at first. */
  readonly base: ReadonlyMap<string, Buffer>
  readonly calls: ReadonlyArray<Call>
}

/** What a scribe does to the disk until it has closed the log. */
const record = async (folder: string, plan: Plan, { isShort, say }: Trial): Promise<Recorded> => {
  const { failing, when } = plan
  const file = join(folder, 'events.db')
  const [said, trace] = [join(folder, 'said'), join(folder, 'trace')]
  const forced = plan.synchronous === undefined ? {} : { synchronous: plan.synchronous }
  const pragmas = { ...forced, wal_autocheckpoint: 40 }
  const task: ScribeTask = { file, by: 'scribe', notes: 0, atOnce: 3, tries: 3, pragmas }
  const notes = isShort ? 200 : 600
  if (when === 'after') await actor('scribe', task, { said: join(folder, 'made') }).ended
  const base = new Map(when === 'after' ? [['events.db', readFileSync(file)]] : [])
  const fault = failing === undefined ? [] : ['-e', `inject=fsync:error=EIO:when=${failing}`]
  const under = [...recording({ trace, databases: [file], said }), ...fault]
  const ended = await actor('scribe', { ...task, notes }, { said, under }).ended
  if (ended !== 0) throw new Error(`the scribe ended with ${ended}`)
  const calls = callsOf({ trace, folder, said })
  say(`${calls.length} calls recorded`)
  return { base, calls }
}

/** Before and after syncs and words, and anywhere, as many as there is time for. */
const moments = (
  calls: ReadonlyArray<Call>,
  { when, synchronous }: Plan,
  { chance, isShort }: Trial,
): ReadonlyArray<number> => {
  const told = calls.findIndex(({ kind }) => kind === 'said')
  const all = calls.map((_, i) => i).filter((i) => (when === 'before' ? i < told : i >= told))
  const near = all.filter((i) => [i, i + 1].some((at) => marking.has(calls[at]?.kind ?? 'write')))
  const n = isShort ? (synchronous === undefined ? 150 : 30) : 700
  return [...chance.some(near, 2 * n), ...chance.some(all, n)]
}

const marking: ReadonlySet<Call['kind']> = new Set(['sync', 'failedSync', 'said'])

/** Of a log that was being made nothing is looked for but that it can be used. */
const afterCut = (
  files: ReadonlyMap<string, Buffer>,
  said: ReadonlyArray<string>,
  { when }: Plan,
): Promise<Finding> =>
  inFolder(async (folder) => {
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes)
    const finding = await examine(join(folder, 'events.db'), { acked: ackedIn(said) })
    const isUsable = when === 'before' && finding.broken.length === 0
    return isUsable ? { ...finding, found: 1 } : finding
  })

export const powerCuts: ReadonlyArray<Attack> = [
  {
    name: 'power-cut',
    about: 'The power goes at any moment; what was not synced is dropped, kept in part, or torn.',
    needs: 'strace',
    expects: 'nothing lost',
    run: powerCut({ when: 'after' }),
  },
  {
    name: 'power-cut-at-birth',
    about: 'The power goes while the log is being made; it can be made or opened afterwards.',
    needs: 'strace',
    expects: 'nothing lost',
    run: powerCut({ when: 'before' }),
  },
  {
    name: 'power-cut-normal',
    about: 'Control: the same with synchronous=NORMAL, which syncs only at checkpoints.',
    needs: 'strace',
    expects: 'loss',
    run: powerCut({ synchronous: 1, when: 'after' }),
  },
  {
    name: 'power-cut-off',
    about: 'Control: the same with synchronous=OFF, which never syncs.',
    needs: 'strace',
    expects: 'loss',
    run: powerCut({ synchronous: 0, when: 'after' }),
  },
  {
    name: 'failed-sync',
    about: 'Syncs fail now and then, and the system forgets what they were to write; then a cut.',
    needs: 'strace',
    expects: 'nothing lost',
    run: powerCut({ when: 'after', failing: '20+9' }),
  },
]
