/**
 * The customers and agents of a file: each registered once, before anything is said of them.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { ImportMap } from '../map/map.ts'
import type { SourceEvent } from '../map/source-event.ts'
import { tidied } from '../map/tidy.ts'
import type { Identities } from './identity.ts'
import type { Command } from './port.ts'
import { recent } from './recent.ts'
import type { Scratch } from './scratch.ts'
import type { Counting } from './tally.ts'
import type { Stopped, Tell } from './telling.ts'

/** The id of whom a label names, once it is registered. */
type Meet = (label: string, at: number) => Promise<E.Either<Stopped, string>>

/** Who an event names, as ids of the desk. */
export interface Named {
  readonly partyId: string | undefined
  readonly agentId: string | undefined
}

/**
 * Meets everybody whom an event names. Ask in the order of the file: whoever is met first is met at
 * the time of that event, whatever else is on its way.
 */
export type People = (event: SourceEvent) => Promise<E.Either<Stopped, Named>>

interface PeopleSettings {
  readonly ids: Identities
  readonly scratch: Scratch
  readonly tell: Tell
  readonly source: string
  readonly customerKind: NonNullable<ImportMap['customerKind']>
  readonly counting: Counting
}

/** The longest name, in characters. What is longer is cut; the id is made of all of it. */
const longestName = 200

export const peopleOf = (settings: PeopleSettings): People => {
  const { ids, scratch, tell, source, customerKind: kind, counting } = settings

  /** Whom the desk knew before stays as it is: only the first command of a known one is sent. */
  const meeting = (
    who: 'party' | 'agent',
    register: (id: string, name: string, at: number) => ReadonlyArray<Command>,
  ): Meet => {
    const met = recent<Promise<E.Either<Stopped, string>>>(5_000)
    const introduce = async (label: string, at: number): Promise<E.Either<Stopped, string>> => {
      const id = ids[who](label)
      if (!scratch.isFirst(id)) return E.right(id)
      let isNew = false
      for (const command of register(id, tidied(label, longestName), at)) {
        const reply = await tell(command, `${command.type}/${id}`)
        if (E.isLeft(reply)) return reply
        if (reply.right._tag !== 'Done') break
        isNew ||= !reply.right.repeated && reply.right.events.length > 0
      }
      counting.met(who, isNew)
      return E.right(id)
    }
    return (label, at) => met.get(label) ?? met.put(label, introduce(label, at))
  }

  const meetCustomer = meeting('party', (partyId, name, at) => [
    { type: 'RegisterParty', data: { partyId, kind, name, source }, at },
    { type: 'AssumeRole', data: { partyId, role: 'customer' }, at },
  ])
  const meetAgent = meeting('agent', (agentId, name, at) => [
    { type: 'EnrolAgent', data: { agentId, name, ...elsewhere, source }, at },
  ])
  return async ({ customer, resource, at }) => {
    const meetings = [
      customer === undefined ? nobody : meetCustomer(customer, at),
      resource === undefined ? nobody : meetAgent(resource, at),
    ] as const
    const [party, agent] = await Promise.all(meetings)
    if (E.isLeft(party)) return party
    if (E.isLeft(agent)) return agent
    return E.right({ partyId: party.right, agentId: agent.right })
  }
}

const nobody: Promise<E.Either<never, undefined>> = Promise.resolve(E.right(undefined))

/** Agents of another system work in no department of the house; `source` says whose they are. */
const elsewhere = {
  department: 'imported',
  region: 'imported',
  zone: 'UTC',
  languages: [],
} as const
