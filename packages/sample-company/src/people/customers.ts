/**
 * Whom the company deals with: people, households and organisations, and since when.
 */
import { diceOf, type Dice, type Weighted } from '../chance/dice.ts'
import { daysOfYear, type ZoneName } from '../calendar.ts'
import { emailOf, phoneOf, streetOf } from './addresses.ts'
import { householdName, organisationName, personName, type Tongue } from './names.ts'

export interface ContactPoint {
  readonly pointId: string
  readonly channel: 'phone' | 'email' | 'letter'
  readonly address: string
}

export interface Customer {
  readonly partyId: string
  readonly kind: 'person' | 'household' | 'organisation'
  readonly role: 'customer' | 'dealer' | 'custodian'
  readonly name: string
  readonly tongue: Tongue
  readonly zone: ZoneName
  readonly points: ReadonlyArray<ContactPoint>
  /** The day on which they are first known; 0 for who was known when the year began. */
  readonly since: number
  /** The day on which they are erased. */
  readonly erasedOn?: number
}

/** How many there are after a whole year, and how many of them were there before it. */
const known = 1_760
const newcomers = 340

/** When, in hundredths of the time told, somebody wishes to be forgotten. */
const erasures = [40, 60, 80]

const homes: ReadonlyArray<Weighted<readonly [Tongue, ZoneName]>> = [
  [38, ['de', 'Europe/Berlin']],
  [10, ['fr', 'Europe/Berlin']],
  [4, ['es', 'Europe/Berlin']],
  [25, ['en', 'America/New_York']],
  [7, ['es', 'America/New_York']],
  [16, ['ja', 'Asia/Tokyo']],
]

/** Everybody who is known by the end of `days`, in the order in which they became so. */
export const customersOf = (seed: number, days: number): ReadonlyArray<Customer> => {
  const old = Math.ceil((known * Math.min(days + 10, daysOfYear)) / daysOfYear)
  const fresh = Math.floor((newcomers * days) / daysOfYear)
  return Array.from({ length: old + fresh }, (_, n) => {
    const since = n < old ? 0 : 1 + Math.floor(((n - old) * (days - 1)) / Math.max(fresh, 1))
    return { ...customerOf(diceOf(seed, 'customer', n), n), since, ...erasureOf(n, days) }
  })
}

/** The first ones of all, so that there is something to erase. */
const erasureOf = (n: number, days: number): Pick<Customer, 'erasedOn'> => {
  const hundredths = erasures[n]
  return hundredths === undefined ? {} : { erasedOn: Math.floor((days * hundredths) / 100) }
}

const customerOf = (dice: Dice, n: number): Omit<Customer, 'since' | 'erasedOn'> => {
  const [tongue, zone] = dice.weighted(homes)
  const kind = dice.weighted<Customer['kind']>([
    [70, 'person'],
    [15, 'household'],
    [15, 'organisation'],
  ])
  const name = nameOf(dice, kind, tongue)
  const points = pointsOf(dice, { name, tongue, n })
  return { partyId: dice.uuid(), kind, role: roleOf(dice, kind), name, tongue, zone, points }
}

const nameOf = (dice: Dice, kind: Customer['kind'], tongue: Tongue): string => {
  if (kind === 'person') return personName(dice, tongue)
  return kind === 'household' ? householdName(dice, tongue) : organisationName(dice, tongue)
}

const roleOf = (dice: Dice, kind: Customer['kind']): Customer['role'] => {
  if (kind !== 'organisation') return 'customer'
  return dice.weighted<Customer['role']>([
    [80, 'customer'],
    [12, 'dealer'],
    [8, 'custodian'],
  ])
}

interface Whose {
  readonly name: string
  readonly tongue: Tongue
  readonly n: number
}

/** A phone where there can be one, mostly an e-mail address, sometimes a street. */
const pointsOf = (dice: Dice, { name, tongue, n }: Whose): ReadonlyArray<ContactPoint> => {
  const point = (channel: ContactPoint['channel'], address: string): ContactPoint => ({
    pointId: dice.uuid(),
    channel,
    address,
  })
  const phone = dice.percent(80) ? phoneOf(dice, tongue) : undefined
  return [
    ...(phone === undefined ? [] : [point('phone', phone)]),
    ...(phone === undefined || dice.percent(60) ? [point('email', emailOf(dice, name, n))] : []),
    ...(dice.percent(25) ? [point('letter', streetOf(dice, tongue))] : []),
  ]
}

export const addressOn = (
  { points }: Customer,
  channel: ContactPoint['channel'],
): string | undefined => points.find((point) => point.channel === channel)?.address
