/**
 * Two customers with a text of their own in every place where a desk keeps one.
 */
import { filesIn, patternsFor } from '@deskledger/vault'
import { readFileSync } from 'node:fs'
import type { Desk } from './index.ts'

export const clerk = { kind: 'agent', id: 'ana' } as const

/** What is told of a customer; each text is unlike any other. */
export const textsOf = (who: string) => ({
  name: `Núñez ${who} canary-name`,
  phone: who === 'maria' ? '+34600123456' : '+4930987654',
  email: `${who}.canary@example.org`,
  subject: `${who} canary-subject leaks`,
  note: `${who} canary-note "sister" in Cuenca`,
  task: `${who} canary-task`,
  solution: `${who} canary-solution`,
  from: `${who}.from.canary@example.net`,
  mail: `${who} canary-mail ${'wrote a long letter about the boiler. '.repeat(40)}${who} canary-end`,
  caller: who === 'maria' ? '+34600777888' : '+4930111222',
})

export interface Customer {
  readonly partyId: string
  readonly requestId: string
  readonly interactionId: string
  readonly callId: string
}

/** Everything that a desk can be told of one customer. */
export const customer = async (desk: Desk, who: string): Promise<Customer> => {
  const ana = desk.as(clerk)
  const texts = textsOf(who)
  const [partyId, requestId, interactionId, callId] = [1, 2, 3, 4].map(() => desk.newId()) as [
    string,
    string,
    string,
    string,
  ]
  const sent = async (answer: Promise<{ readonly ok: boolean }>): Promise<void> => {
    const { ok, ...why } = await answer
    if (!ok) throw new Error(JSON.stringify(why))
  }
  await sent(
    ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: texts.name } }),
  )
  for (const [channel, address] of [
    ['phone', texts.phone],
    ['email', texts.email],
  ] as const)
    await sent(
      ana.send({
        type: 'AddContactPoint',
        data: { partyId, pointId: desk.newId(), channel, address },
      }),
    )
  await sent(
    ana.send({
      type: 'ReceiveMessage',
      data: { interactionId, channel: 'email', from: texts.from, body: texts.mail },
    }),
  )
  await sent(
    ana.send({
      type: 'OpenRequest',
      data: {
        requestId,
        partyId,
        interactionId,
        subject: texts.subject,
        channel: 'email',
        origin: 'inbound',
        caseType: 'fault',
      },
    }),
  )
  await sent(
    ana.send({
      type: 'StartInteraction',
      data: { interactionId: callId, channel: 'phone', direction: 'inbound', remote: texts.caller },
    }),
  )
  await sent(
    ana.send({
      type: 'IdentifyCaller',
      data: { interactionId: callId, partyId, how: 'callerId', confidence: 'known' },
    }),
  )
  await sent(
    ana.send({
      type: 'AddNote',
      data: { requestId, noteId: desk.newId(), body: texts.note, audience: 'staff' },
    }),
  )
  await sent(
    ana.send({
      type: 'CreateTask',
      data: {
        requestId,
        taskId: desk.newId(),
        title: texts.task,
        mandatory: false,
        skills: [],
        dependsOn: [],
      },
    }),
  )
  await sent(
    ana.send({
      type: 'ProposeSolution',
      data: { requestId, code: 'sealed', text: texts.solution },
    }),
  )
  return { partyId, requestId, interactionId, callId }
}

/** Which texts of a customer stand in any file of the folder, in any encoding. */
export const tracesOf = (folder: string, who: string): ReadonlyArray<string> => {
  const files = filesIn(folder).map((file) => readFileSync(file))
  const isThere = (text: string): boolean =>
    patternsFor(text).some((pattern) => files.some((bytes) => bytes.includes(pattern)))
  return Object.entries(textsOf(who)).flatMap(([name, text]) => (isThere(text) ? [name] : []))
}
