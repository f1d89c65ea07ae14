/**
 * A busy day at the desk, in less than a minute: agents who decline whatever they are offered, so that
 * others are asked, and faults that are reported all the time.
 */
import { setTimeout } from 'node:timers/promises'
import type { Desk } from '@deskledger/desk'

const chief = { kind: 'supervisor', id: 'chief' } as const
const clerk = { kind: 'agent', id: 'ana' } as const

/** Waits for what must not be refused. */
const granted = async (
  answer: Promise<{ readonly ok: boolean; readonly error?: { readonly _tag: string } }>,
): Promise<void> => {
  const { ok, error } = await answer
  if (!ok) throw new Error(error?._tag)
}

const engineer = async (desk: Desk): Promise<string> => {
  const agentId = desk.newId()
  const enrolled = {
    agentId,
    name: 'Ben',
    department: 'service',
    region: 'south',
    zone: 'Europe/Madrid',
    languages: ['es'],
    units: 4,
  } as const
  await granted(desk.as(chief).send({ type: 'EnrolAgent', data: enrolled }))
  const skill = { agentId, skill: 'repair', proficiency: 4, evidence: 'training' } as const
  await granted(desk.as(chief).send({ type: 'GrantSkill', data: skill }))
  const ben = desk.as({ kind: 'agent', id: agentId })
  await granted(ben.send({ type: 'ChangePresence', data: { agentId, to: 'available' } }))
  return agentId
}

const fault = async (desk: Desk): Promise<void> => {
  const [partyId, requestId] = [desk.newId(), desk.newId()]
  const ana = desk.as(clerk)
  await granted(
    ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } }),
  )
  const leak = {
    partyId,
    caseType: 'fault',
    subject: 'The boiler leaks',
    origin: 'inbound',
    channel: 'phone',
  } as const
  await granted(ana.send({ type: 'OpenRequest', data: { requestId, ...leak } }))
}

/** Every offer made since `after` is declined, so that another agent is asked; gives the last one's position. */
const answerOffers = async (desk: Desk, after: number): Promise<number> => {
  let last = after
  for await (const { type, data, position } of desk.events({ after, types: ['WorkOffered'] })) {
    last = position
    if (type !== 'WorkOffered') continue
    const { workId, agentId } = data
    const agent = desk.as({ kind: 'agent', id: agentId })
    // It may have been declined before, by the same agent.
    await agent.send({ type: 'DeclineWork', data: { workId, agentId, reason: 'busy' } })
  }
  return last
}

/** For so many milliseconds. */
export const busyDay = async (desk: Desk, ms: number): Promise<void> => {
  for (let n = 0; n < 12; n += 1) await engineer(desk)
  let heard = 0
  for (const since = performance.now(); performance.now() - since < ms;) {
    await fault(desk)
    heard = await answerOffers(desk, heard)
    await setTimeout(100)
  }
}
