/**
 * Rivals: processes that write to one log at once, and processes that follow it meanwhile.
 */
import { join } from 'node:path'
import { tally, type Attack, type Counts, type Trial } from '../attack.ts'
import type { FollowerTask } from '../actors/follower.ts'
import type { RacerTask } from '../actors/racer.ts'
import type { ScribeTask } from '../actors/scribe.ts'
import { examine } from '../log/examine.ts'
import { eventsIn } from '../log/notes.ts'
import { ackedIn, failedIn } from '../log/said.ts'
import { actor, linesOf } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'

const names = ['ana', 'ben', 'eva', 'max']

const write = ({ isShort, say }: Trial): Promise<Counts> =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    const notes = isShort ? 300 : 5_000
    const each = Array.from({ length: notes }, (_, n) => eventsIn(n)).reduce((a, b) => a + b)
    const scribes = names.map((by) => {
      const task: ScribeTask = { file, by, notes, atOnce: 8, tries: 3 }
      return actor('scribe', task, { said: join(folder, by) })
    })
    await scribes[0]?.says('ready')
    const followers = [1, 2, 3].map((n) => {
      const task: FollowerTask = { file, events: each * names.length }
      return actor('follower', task, { said: join(folder, `follower-${n}`) })
    })
    const ended = await Promise.all([...scribes, ...followers].map(({ ended }) => ended))
    say(`${each * names.length} events by ${names.length} processes`)
    const said = names.flatMap((by) => linesOf(join(folder, by)))
    const finding = await examine(file, { acked: ackedIn(said) })
    const broken = [
      ...finding.broken,
      ...ended.filter((code) => code !== 0).map((code) => `a process ended with ${code}`),
      ...failedIn(said).map(({ reason }) => `an append was answered ${reason}`),
      ...followers.flatMap((follower) => strange(follower.lines(), each * names.length)),
    ]
    return { runs: ended.length, injected: said.length, ...finding, broken }
  })

const strange = (lines: ReadonlyArray<string>, events: number): ReadonlyArray<string> => [
  ...lines.filter((line) => line.startsWith('gap')).map((line) => `a reader saw a ${line}`),
  ...(lines.includes(`saw ${events}`) ? [] : ['a reader did not see all']),
]

const race = ({ isShort, say }: Trial): Promise<Counts> =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    const streams = isShort ? 200 : 2_000
    const at = Date.now() + 2_000
    const racers = names.map((by) => {
      const task: RacerTask = { file, by, streams, at }
      return actor('racer', task, { said: join(folder, by) })
    })
    await Promise.all(racers.map(({ ended }) => ended))
    const seen = tally()
    const won = racers.map(({ lines }) => numbersOf(lines(), 'won'))
    for (let n = 0; n < streams; n += 1) {
      const winners = won.filter((all) => all.has(n)).length
      const [found, lost] = winners === 0 ? [0, 1] : [1, 0]
      seen.add({ injected: 1, found, lost, doubled: Math.max(0, winners - 1) })
    }
    const answered = racers.flatMap(({ lines }) => [
      ...numbersOf(lines(), 'won'),
      ...numbersOf(lines(), 'lost'),
    ])
    if (answered.length !== streams * names.length)
      seen.add({ broken: [`${streams * names.length - answered.length} were told neither`] })
    say(`${won.map(({ size }) => size).join(' + ')} streams won`)
    seen.add({ runs: racers.length })
    return seen.counts()
  })

const numbersOf = (lines: ReadonlyArray<string>, verb: string): ReadonlySet<number> =>
  new Set(
    lines.filter((line) => line.startsWith(`${verb} `)).map((line) => Number(line.split(' ')[1])),
  )

export const rivals: ReadonlyArray<Attack> = [
  {
    name: 'rivals',
    about: 'Four processes write at once and three follow: every reader sees 1, 2, 3 … to the end.',
    needs: 'nothing',
    expects: 'nothing lost',
    run: write,
  },
  {
    name: 'race',
    about: 'Four processes begin the same streams at one moment: each stream has one winner.',
    needs: 'nothing',
    expects: 'nothing lost',
    run: race,
  },
]
