/**
 * The year as one: who there is, and every story that goes on from the first minute.
 */
import type { Desk } from '@deskledger/desk'
import { day, hour, yearBegins, zones } from '../calendar.ts'
import { needsOn, isSpoken } from '../demand.ts'
import { customersOf } from '../people/customers.ts'
import { agentsOf, withLeaver } from '../staff/agents.ts'
import { staffOf } from '../staff/staff.ts'
import { founded } from '../stories/founding.ts'
import { cameAndWent } from '../stories/presence.ts'
import { sceneOf, type Scene } from '../stories/scene.ts'
import { spoken } from '../stories/spoken.ts'
import { answered, awake } from '../stories/taking.ts'
import {
  audited,
  batchesEntered,
  ended,
  forgotten,
  grown,
  left,
  moved,
  skillsRenewed,
} from '../stories/upkeep.ts'
import { written } from '../stories/written.ts'
import { simulate, type Told } from './simulation.ts'
import { begin, waitUntil, type Story } from './story.ts'

export interface Year {
  readonly desk: Desk
  readonly setClock: (at: number) => void
  readonly seed: number
  readonly days: number
  /** Called at the beginning of each day, counted from 0, with how many events there are. */
  readonly onDay?: (day: number, events: number) => void
}

/** Plays the first `days` days of the year on an empty desk. */
export const played = ({ desk, setClock, seed, days, onDay }: Year): Promise<Told> => {
  const ends = yearBegins + days * day
  const now = { at: yearBegins, events: 0 }
  const leavesFrom = Math.floor((days * 7) / 10)
  const { agents, leaver } = withLeaver(agentsOf(seed), leavesFrom)
  const scene = sceneOf({
    seed,
    now: () => now.at,
    staff: staffOf(agents),
    customers: customersOf(seed, days),
  })
  const patience = (at: number): number =>
    scene.staff.present(at).length > 0 ? 2 * hour : 6 * hour
  const onTime = (at: number, events: number): void => {
    Object.assign(now, { at, events })
  }
  return simulate(
    {
      desk,
      setClock,
      begins: yearBegins,
      ends,
      patience,
      onOffer: answered(scene),
      onTime,
    },
    [
      founded(scene),
      ...zones.map((zone) => cameAndWent(scene, zone, days)),
      ...agents.flatMap((agent) => [skillsRenewed(scene, agent), grown(scene, agent)]),
      ...scene.customers.flatMap((customer) => [
        moved(scene, customer),
        forgotten(scene, customer),
      ]),
      left(leaver, leavesFrom),
      audited(scene),
      batchesEntered(scene),
      awake(scene),
      dayByDay(scene, days, (each) => onDay?.(each, now.events)),
      ended(scene, ends),
    ],
  )
}

/** What comes up on a day begins with it. */
function* dayByDay(scene: Scene, days: number, onDay: (day: number) => void): Story {
  for (let each = 0; each < days; each += 1) {
    yield* waitUntil(yearBegins + each * day)
    onDay(each)
    for (const need of needsOn(scene.seed, scene.customers, each))
      yield* begin(isSpoken(need.channel) ? spoken(scene, need) : written(scene, need))
  }
}
