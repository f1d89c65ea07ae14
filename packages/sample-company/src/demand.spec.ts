import { describe, expect, test } from '@jest/globals'
import { aheadAt, day, daysOfYear, hour, monthOf, weekdayOf, yearBegins } from './calendar.ts'
import { isSpoken, needsOn, requestsOfYear, type Need } from './demand.ts'
import { customersOf } from './people/customers.ts'
import { truths } from './truths.ts'

const customers = customersOf(1, daysOfYear)
const year: ReadonlyArray<ReadonlyArray<Need>> = Array.from({ length: daysOfYear }, (_, n) =>
  needsOn(1, customers, n),
)
const all = year.flat()

const perDay = (which: (dayOfYear: number) => boolean): number => {
  const days = year.filter((_, n) => which(n))
  return days.flat().length / days.length
}

describe('the needs of a year', () => {
  test('are as many as they are said to be, each of them once', () => {
    expect(all).toHaveLength(requestsOfYear)
    expect(new Set(all.map(({ n }) => n)).size).toBe(requestsOfYear)
  })

  test('come up in the year, on the day that they belong to', () => {
    const ends = yearBegins + daysOfYear * day
    expect(all.every(({ at }) => yearBegins <= at && at < ends)).toBe(true)
  })

  test('are most on Mondays and fewest on Sundays', () => {
    const byWeekday = [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
      perDay((n) => weekdayOf(n) === weekday),
    )
    expect(byWeekday[0]).toBe(Math.max(...byWeekday))
    expect(byWeekday[6]).toBe(Math.min(...byWeekday))
  })

  test('are more in winter than in summer', () =>
    expect(perDay((n) => monthOf(n) === 0)).toBeGreaterThan(1.2 * perDay((n) => monthOf(n) === 6)))

  test('are told by day where the customer lives, and written at any hour', () => {
    const hourOf = ({ at, customer: { zone } }: Need) =>
      Math.floor(((at + aheadAt(zone, at)) % day) / hour)
    const inner = all.filter(({ at }) => at > yearBegins + day && at < yearBegins + 364 * day)
    const talked = inner.filter(({ channel }) => isSpoken(channel)).map(hourOf)
    expect(Math.min(...talked)).toBe(7)
    expect(Math.max(...talked)).toBe(17)
    const wrote = new Set(inner.filter(({ channel }) => !isSpoken(channel)).map(hourOf))
    expect(wrote.size).toBeGreaterThan(18)
  })

  test('are about every case type, on every channel', () => {
    expect(new Set(all.map(({ caseType }) => caseType)).size).toBe(5)
    expect(new Set(all.map(({ channel }) => channel)).size).toBe(11)
  })

  test('about faults name a product, and the planted one three times as often', () => {
    const faults = all.filter(({ caseType }) => caseType === 'fault')
    expect(faults.every(({ sku }) => sku !== undefined)).toBe(true)
    const planted = faults.filter(({ sku }) => sku === truths.failingProduct.sku).length
    expect(planted / ((faults.length - planted) / 9)).toBeCloseTo(truths.failingProduct.times, 0)
  })

  test('are nobody’s who is not known yet or about to be forgotten', () => {
    const early = ({ customer, at }: Need) => at < yearBegins + (customer.since - 1) * day
    const late = ({ customer: { erasedOn = Infinity }, at }: Need) =>
      at >= yearBegins + erasedOn * day
    expect(all.filter((need) => early(need) || late(need))).toEqual([])
  })
})
