import { describe, expect, test } from '@jest/globals'
import { clerk, customer } from './erasing.samples.ts'
import { linksOf } from './links.ts'
import { newDesk } from './samples.ts'

const linked = (stream: `${string}-${string}`, data: Readonly<Record<string, unknown>>) =>
  linksOf({ stream, type: 'Any', data }).map(({ of, to }) => `${of} -> ${to}`)

describe('what belongs to whom', () => {
  test('is told by the ids in an event: a party, a request, what an opinion is about', () => {
    expect(linked('request-1', { partyId: '7' })).toEqual(['request:1 -> party:7'])
    expect(linked('interaction-1', { partyId: '7', requestId: '2' })).toEqual([
      'interaction:1 -> party:7',
      'interaction:1 -> request:2',
    ])
    expect(linked('assessment-1', { subject: { kind: 'sale', id: '3' } })).toEqual([
      'assessment:1 -> sale:3',
    ])
    expect(linked('agent-1', { agentId: '1', partyId: '7' })).toEqual(['agent:1 -> party:7'])
  })

  test('is told by a request of the contact it came by', () =>
    expect(linked('request-1', { interactionId: '4' })).toEqual(['interaction:4 -> request:1']))

  test('is never told of a party, nor of a thing itself', () => {
    expect(linked('party-7', { partyId: '7', interactionId: '4' })).toEqual([])
    expect(linked('request-1', { requestId: '1' })).toEqual([])
  })

  test('goes by the party alone where one is known: a call about another one’s request stays', async () => {
    const desk = await newDesk({ mode: 'still' })
    const [maria, lee] = [await customer(desk, 'maria'), await customer(desk, 'lee')]
    const { subjects: before } = await desk.erasures.survey(maria.partyId)
    const link = {
      requestId: maria.requestId,
      interactionId: lee.callId,
      direction: 'inbound',
    } as const
    expect(await desk.as(clerk).send({ type: 'LinkInteraction', data: link })).toMatchObject({
      ok: true,
    })
    const { subjects } = await desk.erasures.survey(maria.partyId)
    expect(before).toHaveLength(4)
    expect([...subjects].sort()).toEqual([...before].sort())
  })
})
