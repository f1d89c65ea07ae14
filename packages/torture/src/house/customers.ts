/**
 * Customers with texts of their own, unlike any others: whether one of them is still somewhere shows.
 */
import type { Desk } from '@deskledger/desk'
import { uuidOf } from '@deskledger/event-store'

export const clerk = { kind: 'agent', id: 'clerk' } as const

export const partyOf = (n: number): string => uuidOf(`customer/${n}`)
const requestOf = (n: number): string => uuidOf(`customer/${n}/request`)

/** Every text that is told of customer `n`; long ones are stored in another way than short ones. */
export const textsOf = (n: number): ReadonlyArray<string> => {
  const tag = uuidOf(`canary/${n}`).slice(0, 8)
  return [
    `Núñez canary-${tag}-name`,
    `canary-${tag}@example.org`,
    `canary-${tag}-subject "leaks"`,
    `canary-${tag}-note ${'about the boiler, at length. '.repeat(40)} end-${tag}`,
  ]
}

/** Tells the desk everything of customer `n`; the same again is heard once. False if it refused. */
export const tellOf = async (desk: Desk, n: number): Promise<boolean> => {
  const [name = '', address = '', subject = '', body = ''] = textsOf(n)
  const [partyId, requestId] = [partyOf(n), requestOf(n)]
  const id = (what: string): string => uuidOf(`customer/${n}/${what}`)
  const sender = desk.as(clerk)
  const register = { partyId, kind: 'person', name } as const
  const point = { partyId, pointId: id('point'), channel: 'email', address } as const
  const request = {
    requestId,
    partyId,
    subject,
    channel: 'email',
    origin: 'inbound',
    caseType: 'fault',
  } as const
  const note = { requestId, noteId: id('note'), body, audience: 'staff' } as const
  const commandId = (what: string) => ({ commandId: id(`${what}/command`) })
  const answers = [
    await sender.send({ type: 'RegisterParty', data: register }, commandId('register')),
    await sender.send({ type: 'AddContactPoint', data: point }, commandId('point')),
    await sender.send({ type: 'OpenRequest', data: request }, commandId('request')),
    await sender.send({ type: 'AddNote', data: note }, commandId('note')),
  ]
  return answers.every(({ ok }) => ok)
}

/** Whether the desk takes anything new about customer `n`, or into a request of theirs. */
export const takesMoreOf = async (desk: Desk, n: number): Promise<boolean> => {
  const sender = desk.as(clerk)
  const [address = '', body = ''] = textsOf(n).slice(1)
  const point = { partyId: partyOf(n), pointId: desk.newId(), channel: 'email', address } as const
  const note = { requestId: requestOf(n), noteId: desk.newId(), body, audience: 'staff' } as const
  const answers = [
    await sender.send({ type: 'AddContactPoint', data: point }),
    await sender.send({ type: 'AddNote', data: note }),
  ]
  return answers.some(({ ok }) => ok)
}

export const eraseOne = async (desk: Desk, n: number): Promise<string | undefined> => {
  const asked = { partyId: partyOf(n), basis: 'asked', reason: 'torture', actor: clerk } as const
  const answer = await desk.erasures.eraseParty(asked)
  return answer.ok ? undefined : answer.error._tag
}

/** Which of these customers' texts the desk can no longer read, by what it has recorded. */
export const forgottenBy = async (desk: Desk, customers: ReadonlyArray<number>) => {
  const told: Array<string> = []
  for await (const { data } of desk.events()) told.push(JSON.stringify(data))
  const all = told.join('\n')
  const spelled = (text: string): string => JSON.stringify(text).slice(1, -1)
  return customers.flatMap((n) => textsOf(n).filter((text) => !all.includes(spelled(text))))
}
