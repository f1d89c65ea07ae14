/**
 * A customer calls, and her request is settled: `node src/main.ts [folder]`.
 */
import { openDesk } from '@deskledger/desk'

const [folder = 'my-desk'] = process.argv.slice(2)
const desk = await openDesk({ folder })
const ana = desk.as({ kind: 'agent', id: 'agent-ana' })

// Who is calling? A desk knows its customers by every number that they gave.
const phone = '+34 600 123 456'
await desk.caughtUp()
const [known] = await desk.find(phone)
const partyId = known ?? desk.newId()
if (known === undefined) {
  const maria = { partyId, kind: 'person', name: 'María Núñez', language: 'es' } as const
  const point = { partyId, pointId: desk.newId(), channel: 'phone', address: phone } as const
  await ana.send({ type: 'RegisterParty', data: maria })
  await ana.send({ type: 'AddContactPoint', data: point })
  await ana.send({ type: 'AssumeRole', data: { partyId, role: 'customer' } })
}
console.log(known === undefined ? 'a new customer' : 'a customer who called before')

const requestId = desk.newId()
const leak = { partyId, caseType: 'fault', subject: 'The boiler leaks', origin: 'inbound' } as const
await ana.send({ type: 'OpenRequest', data: { requestId, ...leak, channel: 'phone' } })

// What a rule forbids comes back as data: what is wrong, and what can be done instead.
const tooSoon = await ana.send({ type: 'CloseRequest', data: { requestId, how: 'agent' } })
console.log(tooSoon.ok ? 'closed' : tooSoon.error)

const solution = { requestId, code: 'sealReplaced', text: 'A new seal; no drop since.' }
await ana.send({ type: 'ProposeSolution', data: solution })
const closing = await ana.send({ type: 'CloseRequest', data: { requestId, how: 'agent' } })
console.log(closing.ok ? closing.events.map(({ type }) => type) : closing.error)

// The views follow the log. Whoever reads their own writes waits for them.
await desk.caughtUp()
const view = await desk.customer(partyId)
if (view === undefined) throw new Error('the customer was not registered')
console.log(view.profile.display_name, view.contactPoints[0]?.normalised)
console.log(`${view.openRequests.length} open, ${view.pastRequests.length} settled`)
for (const { event, title } of view.timeline.slice(0, 4)) console.log(`- ${title ?? event}`)

// The same as rows: kysely over the views, and a question that has a name.
const requests = desk.db.selectFrom('request').select(['subject', 'status', 'channel'])
console.log(await requests.where('party_id', '=', partyId).execute())

const callers = await desk.ask('Q01', { address: '+34600123456' })
if (callers.ok)
  for (const { display_name: name, roles } of callers.rows) console.log('Q01:', name, roles)

await desk.close()
