import { describe, expect, test } from '@jest/globals'
import type { Desk } from './index.ts'
import { clerk, maria, newDesk } from './samples.ts'

/** Waits until `look` finds something, for ten seconds at most. */
const eventually = async <A>(look: () => Promise<A | undefined>): Promise<A | undefined> => {
  for (let n = 0; n < 400; n += 1) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return undefined
}

const engineer = async (desk: Desk): Promise<string> => {
  const agentId = desk.newId()
  const chief = desk.as({ kind: 'supervisor', id: 'chief' })
  await chief.send({
    type: 'EnrolAgent',
    data: {
      agentId,
      name: 'Ben',
      department: 'service',
      region: 'south',
      zone: 'Europe/Madrid',
      languages: ['es'],
      units: 4,
    },
  })
  await chief.send({
    type: 'GrantSkill',
    data: { agentId, skill: 'repair', proficiency: 4, evidence: 'training' },
  })
  await desk
    .as({ kind: 'agent', id: agentId })
    .send({ type: 'ChangePresence', data: { agentId, to: 'available' } })
  return agentId
}

const offeredTo = async (desk: Desk): Promise<string | undefined> => {
  for await (const { type, data } of desk.events({ types: ['WorkOffered'] }))
    if (type === 'WorkOffered') return data.agentId
  return undefined
}

describe('a desk that is awake', () => {
  test('lets its policies react: a request is offered to who can do it', async () => {
    const desk = await newDesk()
    const agentId = await engineer(desk)
    await maria(desk)
    expect(await eventually(() => offeredTo(desk))).toBe(agentId)
    expect(desk.health()).toEqual({ leads: true, views: undefined, policies: [], parked: [] })
  })

  test('shares its folder with others: one of them reacts, all of them see', async () => {
    const one = await newDesk()
    const other = await newDesk({ folder: one.folder })
    const agentId = await engineer(one)
    const { partyId } = await maria(other)
    expect(await eventually(() => offeredTo(one))).toBe(agentId)
    await other.caughtUp()
    expect((await one.customer(partyId))?.openRequests).toHaveLength(1)
    expect((await other.customer(partyId))?.openRequests).toHaveLength(1)
    const offers = await other.query("SELECT count(*) n FROM work_item WHERE status = 'offered'")
    expect(offers).toMatchObject({ rows: [{ n: 1 }] })
  })

  test('goes on in another process when the one that led is gone', async () => {
    const one = await newDesk()
    const other = await newDesk({ folder: one.folder })
    await engineer(one)
    await one.close()
    await maria(other)
    expect(await eventually(() => offeredTo(other))).toBeDefined()
  })
})

describe('a desk that is still', () => {
  test('does nothing by itself, and everything when it is asked', async () => {
    const desk = await newDesk({ mode: 'still' })
    await engineer(desk)
    await maria(desk)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await offeredTo(desk)).toBeUndefined()
    await desk.settled()
    expect(await offeredTo(desk)).toBeDefined()
    const answer = await desk.query('SELECT status FROM work_item')
    expect(answer).toMatchObject({ rows: [{ status: 'offered' }], asOf: { behind: 0 } })
  })

  test('lets an offer lapse when its time has passed by the clock it was given', async () => {
    let now = Date.UTC(2026, 0, 1)
    const desk = await newDesk({ mode: 'still', clock: () => now })
    await engineer(desk)
    await maria(desk)
    await desk.settled()
    now += 3_600_000
    await desk.settled()
    const lapsed = []
    for await (const { type } of desk.events({ types: ['WorkOfferLapsed'] })) lapsed.push(type)
    expect(lapsed).toEqual(['WorkOfferLapsed'])
  })
})

test('somebody who is asked for by phone, e-mail or id is found', async () => {
  const desk = await newDesk({ mode: 'still' })
  const { partyId } = await maria(desk)
  const pointId = desk.newId()
  await desk.as(clerk).send({
    type: 'AddContactPoint',
    data: { partyId, pointId, channel: 'email', address: 'Maria@Example.org' },
  })
  await desk.caughtUp()
  expect(await desk.find('+34 (600) 123-456')).toEqual([partyId])
  expect(await desk.find('Maria@example.ORG')).toEqual([partyId])
  expect(await desk.find(partyId)).toEqual([partyId])
  expect(await desk.find('+34600000000')).toEqual([])
})
