/**
 * A desk with loan cars: María's car is repaired, and hers comes back a day late.
 *
 *   node src/main.ts [folder]
 *
 * Time is told by hand here, so that two days pass in a second: the clock is an argument, and a desk
 * that is still reacts when it is asked to. Leave both out, and it lives by the machine's clock.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDesk } from '@deskledger/desk'
import { loanCars } from './index.ts'

const hour = 60 * 60_000
let now = Date.UTC(2026, 2, 2, 9)

const [folder = mkdtempSync(join(tmpdir(), 'loan-cars-'))] = process.argv.slice(2)
const desk = await openDesk({ folder, modules: [loanCars], clock: () => now, mode: 'still' })
const ana = desk.as({ kind: 'agent', id: 'agent-ana' })

const partyId = desk.newId()
const requestId = desk.newId()
const repair = { requestId, partyId, caseType: 'fault', origin: 'inbound' } as const
await ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } })
await ana.send({ type: 'OpenRequest', data: { ...repair, subject: 'The brakes squeal' } })

// The module's commands are sent like those of customer service, and as strictly typed.
const carId = desk.newId()
const loan = {
  loanId: desk.newId(),
  requestId,
  partyId,
  driver: 'Luis Núñez',
  until: now + 24 * hour,
}
const tag = { number: 'C-7', model: 'compact', km: 12_000 }
await ana.send({ type: 'RegisterLoanCar', data: { carId, ...tag } })
await ana.send({ type: 'LendLoanCar', data: { carId, ...loan } })

const again = { ...loan, loanId: desk.newId(), requestId: desk.newId() }
const taken = await ana.send({ type: 'LendLoanCar', data: { carId, ...again } })
if (!taken.ok) console.log('lent twice:', taken.error._tag)

// Two hours later her own car is ready. A day after that nobody has brought the other one back.
now += 2 * hour
await ana.send({ type: 'ProposeSolution', data: { requestId, code: 'newPads', text: 'New pads' } })
await ana.send({ type: 'CloseRequest', data: { requestId, how: 'agent' } })
now += 25 * hour
await desk.settled()
for await (const { type, data, actor } of desk.events({ types: ['LoanCarReturnAsked'] }))
  if (type === 'LoanCarReturnAsked') console.log('asked for it:', actor.id, data.why)

const late = await desk.ask('cars-out', { model: 'compact' })
if (late.ok)
  for (const row of late.rows) console.log('out:', row.number, row.driver, row.hours_late, 'h late')

const back = await ana.send({ type: 'ReturnLoanCar', data: { carId, km: 12_180 } })
if (!back.ok) throw new Error(back.error._tag)
for (const { type, data } of back.events)
  if (type === 'LoanCarReturned')
    console.log('back:', data.drivenKm, 'km', data.minutesLate, 'min late')

// Tables of the module stand beside those of customer service, in one file and at one position.
await desk.settled()
const loans = desk.db
  .selectFrom('loan')
  .innerJoin('request', 'request.request_id', 'loan.request_id')
  .select(['request.subject', 'request.status', 'loan.driver', 'loan.asked_why'])
console.log(await loans.execute())

// Who is erased is erased here too: the driver was María's to name.
await ana.send({ type: 'EraseParty', data: { partyId, basis: 'asked' } })
await desk.caughtUp()
console.log(await loans.execute())

const use = await desk.ask('most-used-models')
if (use.ok) console.log(use.rows)
await desk.close()
