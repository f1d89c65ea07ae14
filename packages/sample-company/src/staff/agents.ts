/**
 * The forty who do the work: where they sit, what they can, and when they are there.
 */
import { diceOf, type Dice, type Weighted } from '../chance/dice.ts'
import { day, yearBegins, type ZoneName } from '../calendar.ts'
import { personName, type Tongue } from '../people/names.ts'
import { absencesOf, type Absence } from './absences.ts'
import { shiftOf, type Shift } from './shifts.ts'

export type Department = 'frontDesk' | 'engineering' | 'complaints'

export interface Skill {
  readonly skill: string
  readonly proficiency: number
  readonly validUntil?: number
}

export interface Agent {
  readonly agentId: string
  readonly name: string
  readonly department: Department
  readonly region: 'europe' | 'americas' | 'asia'
  readonly zone: ZoneName
  readonly tongue: Tongue
  readonly languages: ReadonlyArray<string>
  readonly units: number
  readonly skills: ReadonlyArray<Skill>
  readonly shift: Shift
  readonly absences: ReadonlyArray<Absence>
}

interface Place {
  readonly zone: ZoneName
  readonly region: Agent['region']
  readonly tongues: readonly [Tongue, ...ReadonlyArray<Tongue>]
  readonly heads: Readonly<Record<Department, number>>
}

const places: ReadonlyArray<Place> = [
  {
    zone: 'Europe/Berlin',
    region: 'europe',
    tongues: ['de', 'de', 'fr', 'es'],
    heads: { frontDesk: 7, engineering: 8, complaints: 3 },
  },
  {
    zone: 'America/New_York',
    region: 'americas',
    tongues: ['en', 'en', 'es'],
    heads: { frontDesk: 5, engineering: 5, complaints: 2 },
  },
  {
    zone: 'Asia/Tokyo',
    region: 'asia',
    tongues: ['ja'],
    heads: { frontDesk: 4, engineering: 4, complaints: 2 },
  },
]
const departments: ReadonlyArray<Department> = ['frontDesk', 'engineering', 'complaints']

/** In the order of place and department; no two of them have the same name. */
export const agentsOf = (seed: number): ReadonlyArray<Agent> => {
  const taken = new Set<string>()
  return places.flatMap((place) =>
    departments.flatMap((department) =>
      Array.from({ length: place.heads[department] }, (_, n) => {
        const agent = agentOf(diceOf(seed, 'agent', place.zone, department, n), place, department)
        const renaming = diceOf(seed, 'name', place.zone, department, n)
        let { name } = agent
        while (taken.has(name)) name = personName(renaming, agent.tongue)
        taken.add(name)
        return { ...agent, name }
      }),
    ),
  )
}

/** The same, but that one of them is not there any more from a day on, and will leave. */
export const withLeaver = (
  agents: ReadonlyArray<Agent>,
  from: number,
): { readonly agents: ReadonlyArray<Agent>; readonly leaver: Agent } => {
  const leaver = agents.find(
    ({ region, department }) => region === 'americas' && department === 'frontDesk',
  )
  if (leaver === undefined) throw new Error('there is nobody who could leave')
  const gone = { from, to: Infinity, reason: 'leave' } as const
  const leaving = { ...leaver, absences: [gone, ...leaver.absences] }
  return {
    agents: agents.map((agent) => (agent === leaver ? leaving : agent)),
    leaver: leaving,
  }
}

const agentOf = (dice: Dice, { zone, region, tongues }: Place, department: Department): Agent => {
  const tongue = dice.pick(tongues)
  return {
    agentId: dice.uuid(),
    name: personName(dice, tongue),
    department,
    region,
    zone,
    tongue,
    languages: tongue === 'en' ? ['en'] : [tongue, 'en'],
    units: dice.between(3, 6),
    skills: skillsOf(dice, department),
    shift: shiftOf(dice),
    absences: absencesOf(dice),
  }
}

/** From the least to the most in which they are held. */
const canDo: Readonly<Record<Department, ReadonlyArray<readonly [string, number, number]>>> = {
  frontDesk: [
    ['pricing', 2, 5],
    ['product', 2, 5],
  ],
  engineering: [
    ['product', 3, 5],
    ['repair', 2, 5],
  ],
  complaints: [
    ['mediation', 3, 5],
    ['product', 2, 4],
    ['pricing', 1, 3],
  ],
}

/** What takes a certificate runs out: on these days, or never. */
const expiries: ReadonlyArray<Weighted<number | undefined>> = [
  [60, undefined],
  [20, 16],
  [10, 150],
  [10, 260],
]
const certified: ReadonlySet<string> = new Set(['repair', 'mediation'])

const skillsOf = (dice: Dice, department: Department): ReadonlyArray<Skill> =>
  canDo[department].map(([skill, min, max]) => {
    const proficiency = dice.between(min, max)
    const until = certified.has(skill) ? dice.weighted(expiries) : undefined
    if (until === undefined) return { skill, proficiency }
    return { skill, proficiency, validUntil: yearBegins + until * day }
  })
