/**
 * kill -9: a desk at work is killed at any moment, again and again, and opened by the next.
 */
import { join } from 'node:path'
import { openDesk, viewsFile, type Desk } from '@deskledger/desk'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { ClerkTask } from '../actors/clerk.ts'
import { unlike, type Told } from '../house/fold.ts'
import { parcels } from '../house/parcels.ts'
import { wish } from '../house/wishes.ts'
import { gapsIn, type Placed } from '../log/examine.ts'
import { ackedIn, sentIn } from '../log/said.ts'
import { actor, rest } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'

type House = Desk<readonly [typeof parcels]>

const run = ({ chance, isShort, say }: Trial): Promise<Counts> =>
  inFolder(async (parent) => {
    const folder = join(parent, 'desk')
    const seen = tally()
    for (let round = 0; round < (isShort ? 10 : 60); round += 1) {
      const task: ClerkTask = { folder, by: `clerk-${round}`, parcels: 1_000_000 }
      const clerk = actor('clerk', task, { said: join(parent, `said-${round}`) })
      await clerk.says(chance.happens(70) ? 'acked' : 'ready')
      await rest(chance.below(250))
      clerk.signal('SIGKILL')
      const ended = await clerk.ended
      if (ended !== 'SIGKILL') seen.add({ broken: [`a clerk ended with ${ended} by itself`] })
      await look(folder, clerk.lines(), seen)
    }
    const { found } = seen.counts()
    say(`${found} acknowledged wishes and effects`)
    return seen.counts()
  })

/** What the next one finds who opens the desk. */
const look = async (folder: string, lines: ReadonlyArray<string>, seen: Tally): Promise<void> => {
  const desk: House = await openDesk({ folder, modules: [parcels], mode: 'still' })
  const before = new Set<string>((await eventsOf(desk)).map(({ commandId }) => commandId))
  const gone = ackedIn(lines).filter(({ by, n }) => !before.has(wish(by, n).commandId))
  const refused = await sendAgain(desk, lines)
  await desk.settled()
  const events = await eventsOf(desk)
  const { unshipped, doubled } = effectsIn(events)
  const broken = [
    ...gapsIn(events),
    ...unlike(viewsFile(folder), events),
    ...(gone.length > 0 ? [`${gone.length} acknowledged wishes are gone`] : []),
    ...(unshipped > 0 ? [`${unshipped} paid parcels were not shipped`] : []),
    ...(refused > 0 ? [`${refused} wishes were refused when they were sent again`] : []),
  ]
  await desk.rebuild()
  broken.push(...unlike(viewsFile(folder), events).map((each) => `rebuilt: ${each}`))
  await desk.close()
  const found = ackedIn(lines).length - gone.length
  seen.add({ runs: 1, injected: 1, found, lost: gone.length + unshipped, doubled, broken })
}

type Recorded = Told & Placed & { readonly commandId: string }

const eventsOf = async (desk: House): Promise<ReadonlyArray<Recorded>> => {
  const all: Array<Recorded> = []
  for await (const recorded of desk.events()) all.push(recorded)
  return all
}

/** Whoever got no answer sends again; whoever got one may. */
const sendAgain = async (desk: House, lines: ReadonlyArray<string>): Promise<number> => {
  let refused = 0
  for (const { by, n } of sentIn(lines)) {
    const { command, commandId } = wish(by, n)
    const answer = await desk.as({ kind: 'agent', id: by }).send(command, { commandId })
    if (!answer.ok) refused += 1
  }
  return refused
}

/** Each parcel is placed once, paid once, and shipped once if it is paid. */
const effectsIn = (events: ReadonlyArray<Recorded>) => {
  const counted = new Map<string, number>()
  for (const { type, stream } of events)
    if (type.startsWith('Parcel'))
      counted.set(`${type} ${stream}`, (counted.get(`${type} ${stream}`) ?? 0) + 1)
  const paid = [...counted.keys()].filter((key) => key.startsWith('ParcelPaid '))
  const unshipped = paid.filter((key) => !counted.has(key.replace('ParcelPaid', 'ParcelShipped')))
  const doubled = [...counted.values()].filter((n) => n > 1).length
  return { unshipped: unshipped.length, doubled }
}

export const kills: ReadonlyArray<Attack> = [
  {
    name: 'kill',
    about: 'A desk at work is killed with -9, again and again: every effect happens exactly once.',
    needs: 'nothing',
    expects: 'nothing lost',
    run,
  },
]
