/**
 * Who needs what, when, and how they come: the year's requests before anybody has heard of them.
 *
 * Their number on a day follows the weekday and the season (water at home breaks in winter), their
 * hour the habits of the channel on the customer's own clock.
 */
import { diceOf, type Dice, type Weighted } from './chance/dice.ts'
import {
  day,
  daysOfYear,
  hour,
  isHoliday,
  minute,
  monthOf,
  onTheWall,
  weekdayOf,
  yearBegins,
} from './calendar.ts'
import type { Customer } from './people/customers.ts'
import { asked, broken } from './products.ts'

/** A few of the last evening come too late to be opened in the year. */
export const requestsOfYear = 12_010

export type CaseType = 'priceQuery' | 'whereToBuy' | 'usage' | 'fault' | 'complaint'
export type Spoken = 'phone' | 'chat' | 'video' | 'visit'
export type Written = 'email' | 'web' | 'portal' | 'letter' | 'fax' | 'sms' | 'social'

export interface Need {
  /** From 0 for the first of the year. */
  readonly n: number
  readonly at: number
  readonly customer: Customer
  readonly caseType: CaseType
  readonly channel: Spoken | Written
  readonly sku?: string
}

// ------------------------------------------------------------------------------------------------
// how many on which day
// ------------------------------------------------------------------------------------------------

const byWeekday = [120, 112, 106, 102, 98, 34, 18]
const byMonth = [118, 114, 104, 98, 92, 88, 86, 88, 94, 102, 112, 104]

const weightOf = (dayOfYear: number): number => {
  const usual = (byWeekday[weekdayOf(dayOfYear)] ?? 0) * (byMonth[monthOf(dayOfYear)] ?? 0)
  return isHoliday('Europe/Berlin', dayOfYear) ? Math.floor(usual / 3) : usual
}

/** How many requests there were by the beginning of each day; the last entry is all of them. */
const requestsBefore: ReadonlyArray<number> = (() => {
  const sums = [0]
  for (let each = 0; each < daysOfYear; each += 1) sums.push((sums[each] ?? 0) + weightOf(each))
  const whole = sums[daysOfYear] ?? 1
  return sums.map((sum) => Math.floor((sum * requestsOfYear) / whole))
})()

// ------------------------------------------------------------------------------------------------
// what, how and at which hour
// ------------------------------------------------------------------------------------------------

const caseTypes: ReadonlyArray<Weighted<CaseType>> = [
  [23, 'priceQuery'],
  [13, 'whereToBuy'],
  [27, 'usage'],
  [27, 'fault'],
  [10, 'complaint'],
]

const usual: ReadonlyArray<Weighted<Need['channel']>> = [
  [40, 'phone'],
  [9, 'chat'],
  [1, 'video'],
  [4, 'visit'],
  [25, 'email'],
  [8, 'web'],
  [8, 'portal'],
  [2, 'letter'],
  [1, 'fax'],
  [1, 'sms'],
  [1, 'social'],
]

const angry: ReadonlyArray<Weighted<Need['channel']>> = [
  [35, 'phone'],
  [5, 'chat'],
  [5, 'visit'],
  [30, 'email'],
  [5, 'web'],
  [15, 'letter'],
  [5, 'social'],
]

/** In each hour of the day, for those who talk and for those who write. */
const talking = [0, 0, 0, 0, 0, 0, 0, 2, 9, 13, 14, 12, 8, 9, 11, 10, 9, 3, 0, 0, 0, 0, 0, 0]
const writing = [1, 0, 0, 0, 0, 1, 3, 5, 8, 9, 8, 7, 6, 6, 7, 7, 6, 5, 5, 6, 7, 6, 4, 2]
const hoursOf = (weights: ReadonlyArray<number>): ReadonlyArray<Weighted<number>> =>
  weights.map((weight, hourOfDay) => [weight, hourOfDay])
const [talkingHours, writingHours] = [hoursOf(talking), hoursOf(writing)]

const spoken: ReadonlySet<string> = new Set(['phone', 'chat', 'video', 'visit'])
export const isSpoken = (channel: Need['channel']): channel is Spoken => spoken.has(channel)

/** What comes up on one day, in no order. */
export const needsOn = (
  seed: number,
  customers: ReadonlyArray<Customer>,
  dayOfYear: number,
): ReadonlyArray<Need> => {
  const first = requestsBefore[dayOfYear] ?? 0
  const there = customers.filter((customer) => isReachable(customer, dayOfYear))
  return Array.from({ length: (requestsBefore[dayOfYear + 1] ?? first) - first }, (_, i) =>
    needOf(diceOf(seed, 'need', first + i), { n: first + i, there, dayOfYear }),
  )
}

/** Who is to be erased has settled everything long before. */
const isReachable = ({ since, erasedOn }: Customer, dayOfYear: number): boolean =>
  since <= dayOfYear && (erasedOn === undefined || dayOfYear < erasedOn - 3)

interface Setting {
  readonly n: number
  readonly there: ReadonlyArray<Customer>
  readonly dayOfYear: number
}

const needOf = (dice: Dice, { n, there, dayOfYear }: Setting): Need => {
  const caseType = dice.weighted(caseTypes)
  const channel = dice.weighted(caseType === 'complaint' ? angry : usual)
  const customer = pickOften(dice, there)
  const at = timeOf(dice, customer, { channel, dayOfYear })
  const sku = skuOf(dice, caseType)
  return { n, at, customer, caseType, channel, ...(sku === undefined ? {} : { sku }) }
}

/** The better of two draws: some come often, many hardly ever. */
const pickOften = (dice: Dice, there: ReadonlyArray<Customer>): Customer => {
  const [one, two] = [dice.pick(there), dice.pick(there)]
  return one.partyId < two.partyId ? one : two
}

const timeOf = (
  dice: Dice,
  { zone }: Customer,
  { channel, dayOfYear }: Pick<Need, 'channel'> & Pick<Setting, 'dayOfYear'>,
): number => {
  const hourOfDay = dice.weighted(isSpoken(channel) ? talkingHours : writingHours)
  const at = onTheWall(zone, dayOfYear, hourOfDay * hour + dice.below(hour))
  return Math.min(Math.max(at, yearBegins + 10 * minute), yearBegins + daysOfYear * day - hour)
}

const skuOf = (dice: Dice, caseType: CaseType): string | undefined => {
  if (caseType === 'fault') return dice.weighted(broken)
  if (caseType === 'whereToBuy' || dice.percent(30)) return undefined
  return dice.weighted(asked)
}
