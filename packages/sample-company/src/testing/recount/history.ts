/**
 * A log as an auditor has it, for working out once more whatever the desk says: in plain loops over
 * what is recorded, without any rule, fold or view of the desk itself.
 */
import type { DeskEvent, ReadingDesk } from '@deskledger/desk'
import type { RecordedEvent } from '@deskledger/kernel'

export type Recorded = RecordedEvent<DeskEvent<readonly []>>
export type RecordedOf<Type extends Recorded['type']> = Extract<Recorded, { readonly type: Type }>

/** Everything that was recorded, oldest first. */
export type History = ReadonlyArray<Recorded>

export const historyOf = async (desk: Pick<ReadingDesk, 'events'>): Promise<History> => {
  const history: Array<Recorded> = []
  for await (const event of desk.events()) if (event.type !== '$foreign') history.push(event)
  return history
}

/** Events of this type, oldest first. */
export const all = <Type extends Recorded['type']>(
  history: History,
  type: Type,
): ReadonlyArray<RecordedOf<Type>> =>
  history.filter((event): event is RecordedOf<Type> => event.type === type)

/** The instants of a period: from `from` on, up to `to` and not including it. */
export interface Period {
  readonly from: number
  readonly to: number
}

export const isWithin = ({ from, to }: Period, at: number | undefined): boolean =>
  at !== undefined && from <= at && at < to

/** The quotient to so many decimals, halves away from 0; null where there is nothing to divide by. */
export const ratio = (over: number, under: number, decimals: number): number | null => {
  if (under === 0) return null
  const scale = 10 ** decimals
  return (Math.sign(over) * Math.round((Math.abs(over) * scale) / under)) / scale
}
