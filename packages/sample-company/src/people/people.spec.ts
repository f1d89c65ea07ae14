import { describe, expect, test } from '@jest/globals'
import { Party } from '@deskledger/domain'
import { daysOfYear } from '../calendar.ts'
import { customersOf } from './customers.ts'

const customers = customersOf(1, daysOfYear)
const points = customers.flatMap((customer) => customer.points)
const on = (channel: string) => points.filter((point) => point.channel === channel)

describe('the customers of a year', () => {
  test('are two thousand and more, and each is somebody else', () => {
    expect(customers.length).toBeGreaterThanOrEqual(2_000)
    expect(new Set(customers.map(({ partyId }) => partyId)).size).toBe(customers.length)
  })

  test('are people, households and organisations, in three zones and five languages', () => {
    expect(new Set(customers.map(({ kind }) => kind)).size).toBe(3)
    expect(new Set(customers.map(({ zone }) => zone)).size).toBe(3)
    expect(new Set(customers.map(({ tongue }) => tongue)).size).toBe(5)
    expect(new Set(customers.map(({ role }) => role)).size).toBe(3)
  })

  test('are mostly there from the beginning, and the last come in the last days', () => {
    const fresh = customers.filter(({ since }) => since > 0).map(({ since }) => since)
    expect(fresh).toHaveLength(340)
    expect(Math.max(...fresh)).toBeGreaterThan(360)
    expect(Math.max(...fresh)).toBeLessThan(daysOfYear)
  })

  test('have names that a party can have', () => {
    const { name } = Party.commands.RegisterParty.required
    expect(customers.filter((each) => !name.is(each.name))).toEqual([])
  })

  test('are three fewer at the end', () =>
    expect(customers.filter(({ erasedOn }) => erasedOn !== undefined)).toHaveLength(3))
})

describe('a customer', () => {
  test('can be reached somehow', () =>
    expect(customers.filter((each) => each.points.length === 0)).toEqual([]))

  test('has a phone number only from a range that is kept for fiction', () => {
    const kept = /^(\+4930231250?\d{3}|\+4917139200\d\d|\+3319900\d{4}|\+1\d{3}55501\d\d)$/
    const numbers = on('phone').map(({ address }) => address.replaceAll(' ', ''))
    expect(numbers.length).toBeGreaterThan(800)
    expect(numbers.filter((number) => !kept.test(number))).toEqual([])
  })

  test('has a mailbox only at a domain that is kept for examples', () => {
    const addresses = on('email').map(({ address }) => address)
    expect(addresses.filter((each) => !/^[a-z.]+\.\d+@example\.(org|net|com)$/.test(each))).toEqual(
      [],
    )
    expect(new Set(addresses).size).toBe(addresses.length)
  })
})
