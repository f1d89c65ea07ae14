/**
 * A disk that fails: one system call of a writer is answered with an error, each time another one.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { ScribeTask } from '../actors/scribe.ts'
import { examine } from '../log/examine.ts'
import { ackedIn, failedIn, sentIn } from '../log/said.ts'
import { actor, eachOf } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'
import { injecting, type Fault } from '../machine/strace.ts'

/** What a writer may be told of a disk that failed. */
const told = new Set(['OutcomeUnknown', 'StoreUnavailable', 'StoreFull', 'StoreReadOnly'])

const faults: ReadonlyArray<Omit<Fault, 'when'>> = [
  { call: 'pwrite64', error: 'EIO' },
  { call: 'pwrite64', error: 'ENOSPC' },
  { call: 'pwrite64', error: 'EINTR' },
  { call: 'fsync', error: 'EIO' },
  { call: 'fsync', error: 'ENOSPC' },
  { call: 'ftruncate', error: 'EIO' },
]

/** A fault that was asked for and did not happen proves nothing: so few may there be. */
const firedPercent = 90

const run = async (trial: Trial): Promise<Counts> => {
  const seen = tally()
  const plans: Array<Fault> = []
  for (const fault of faults) {
    const instances = await inFolder((folder) => count(folder, fault))
    const all = Array.from({ length: instances }, (_, i) => ({ ...fault, when: `${i + 1}` }))
    plans.push(...(trial.isShort ? trial.chance.some(all, 8) : all))
  }
  trial.say(`${plans.length} faults in turn`)
  await eachOf(plans, 2, (fault) => inFolder((folder) => failOnce(folder, fault, seen)))
  const { injected, runs } = seen.counts()
  if (injected * 100 < runs * firedPercent)
    seen.add({ broken: [`only ${injected} of ${runs} faults fired`] })
  return seen.counts()
}

const placesIn = (folder: string) => ({
  databases: [join(folder, 'events.db')],
  trace: join(folder, 'trace'),
  said: join(folder, 'said'),
})

const taskIn = (folder: string): ScribeTask => ({
  file: join(folder, 'events.db'),
  by: 'scribe',
  notes: 40,
  atOnce: 3,
  tries: 5,
  pragmas: { wal_autocheckpoint: 40 },
})

/** How often a scribe that nothing happens to makes this call. */
const count = async (folder: string, fault: Omit<Fault, 'when'>): Promise<number> => {
  const places = placesIn(folder)
  const under = injecting(places, { ...fault, when: '65535' })
  await actor('scribe', taskIn(folder), { said: places.said, under }).ended
  return traceOf(places.trace).filter((line) => line.includes(` ${fault.call}(`)).length
}

const failOnce = async (folder: string, fault: Fault, seen: Tally): Promise<void> => {
  const places = placesIn(folder)
  const { said, trace } = places
  const scribe = actor('scribe', taskIn(folder), { said, under: injecting(places, fault) })
  const ended = await scribe.ended
  const lines = scribe.lines()
  const again = sentIn(lines)
  const finding = await examine(join(folder, 'events.db'), { acked: ackedIn(lines), again })
  const where = `${fault.error} at ${fault.call} ${fault.when}: `
  const broken = [
    ...finding.broken,
    ...untold(lines, ended),
    ...(isTrustedAfter(traceOf(trace)) ? ['a connection went on after its sync had failed'] : []),
  ]
  const injected = traceOf(trace).some((line) => line.endsWith('(INJECTED)')) ? 1 : 0
  seen.add({ runs: 1, injected, ...finding, broken: broken.map((each) => `${where}${each}`) })
}

/** Whoever meets the fault is told in a word of the port; the process does not fall over it. */
const untold = (lines: ReadonlyArray<string>, ended: number | string): ReadonlyArray<string> => {
  const strange = failedIn(lines).find(({ reason }) => !told.has(reason))
  const isRefused = ended === 4 && lines.some((line) => line.startsWith('refused CannotOpen'))
  return [
    ...(strange === undefined ? [] : [`a writer was told ${strange.reason}`]),
    ...(ended === 0 || isRefused ? [] : [`the writer ended with ${ended}`]),
  ]
}

/** Whether, after a commit of unknown outcome, anything is written before the log is opened anew. */
const isTrustedAfter = (trace: ReadonlyArray<string>): boolean =>
  trace.some((line, i) => {
    if (!/ write\(.*OutcomeUnknown/.test(line)) return false
    const next = trace.slice(i + 1).find((later) => / (pwrite64|openat)\(/.test(later))
    return next?.includes(' pwrite64(') === true
  })

const traceOf = (file: string): ReadonlyArray<string> => readFileSync(file, 'latin1').split('\n')

export const ioErrors: ReadonlyArray<Attack> = [
  {
    name: 'io-errors',
    about: 'A write, a sync or a truncation fails with EIO, ENOSPC or EINTR, each in its turn.',
    needs: 'strace',
    expects: 'nothing lost',
    run,
  },
]
