/**
 * What the compiler knows of a desk with loan cars, and what it refuses. Nothing runs here: if a line
 * under `@ts-expect-error` compiled, that would itself be the error.
 */
import type { Desk } from '@deskledger/desk'
import type { loanCars } from './index.ts'

declare const desk: Desk<readonly [typeof loanCars]>
const ana = desk.as({ kind: 'agent', id: 'agent-ana' })
const carId = desk.newId()

export const commands = async (): Promise<void> => {
  await ana.send({ type: 'ReturnLoanCar', data: { carId, km: 12_180 } })
  await ana.send({ type: 'EraseParty', data: { partyId: desk.newId(), basis: 'asked' } })
  // @ts-expect-error there is no such command
  await ana.send({ type: 'ReturnCar', data: { carId, km: 12_180 } })
  // @ts-expect-error kilometres are missing
  await ana.send({ type: 'ReturnLoanCar', data: { carId } })
  // @ts-expect-error what follows is for the rules to say
  await ana.send({ type: 'ReturnLoanCar', data: { carId, km: 12_180, drivenKm: 180 } })
}

export const refusals = async (): Promise<number | undefined> => {
  const back = await ana.send({ type: 'ReturnLoanCar', data: { carId, km: 0 } })
  if (back.ok) return back.revision
  // @ts-expect-error no car is refused for want of a solution
  if (back.error._tag === 'NoSolution') return undefined
  return back.error._tag === 'TooFewKilometres' ? back.error.least : undefined
}

export const events = async (): Promise<ReadonlyArray<number>> => {
  const driven: Array<number> = []
  for await (const { type, data } of desk.events()) {
    if (type === 'LoanCarReturned') driven.push(data.drivenKm)
    // @ts-expect-error only a return tells how far the car went
    if (type === 'RequestClosed') driven.push(data.drivenKm)
  }
  return driven
}

export const rows = async (): Promise<string | null | undefined> => {
  const out = desk.db.selectFrom('loan').innerJoin('loan_car', 'loan_car.car_id', 'loan.car_id')
  const [first] = await out.select(['loan.driver', 'loan_car.status']).execute()
  // @ts-expect-error there is no such status
  if (first?.status === 'stolen') return undefined
  // @ts-expect-error there is no such column
  await desk.db.selectFrom('loan_car').select('driver').execute()
  // @ts-expect-error there is no such table
  await desk.db.selectFrom('lorry').selectAll().execute()
  return first?.driver
}

export const answers = async (): Promise<number | undefined> => {
  const out = await desk.ask('cars-out', { model: 'compact' })
  // @ts-expect-error there is no such question
  await desk.ask('cars-in')
  // @ts-expect-error the model is a text
  await desk.ask('cars-out', { model: 7 })
  return out.ok ? out.rows[0]?.hours_late : undefined
}
