import { describe, expect, test } from '@jest/globals'
import {
  aheadAt,
  day,
  dayAt,
  daysOfYear,
  hour,
  monthOf,
  onTheWall,
  weekdayOf,
  yearBegins,
  zones,
  type ZoneName,
} from './calendar.ts'

const hours = Array.from({ length: daysOfYear * 24 }, (_, n) => yearBegins + n * hour)

/** What the machine's own table of zones says, where it has one. */
const offsetOf = (zone: ZoneName) => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  return (at: number): number => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  }
}

describe('a clock on the wall', () => {
  test.each(zones)('in %s is what it is in the world, in every hour of the year', (zone) => {
    const offset = offsetOf(zone)
    expect(hours.filter((at) => aheadAt(zone, at) !== offset(at))).toEqual([])
  })

  test.each(zones)('in %s leads back to the instant', (zone) => {
    const lost = hours.filter((at) => {
      const millis = (at + aheadAt(zone, at) - yearBegins) % day
      return onTheWall(zone, dayAt(zone, at), (millis + day) % day) !== at
    })
    // one of the two hours that the clock shows twice when summer ends
    expect(lost.length).toBe(zone === 'Asia/Tokyo' ? 0 : 1)
  })
})

describe('a day of the year', () => {
  test('has the weekday and the month that it has', () => {
    for (let n = 0; n < daysOfYear; n += 1) {
      const date = new Date(yearBegins + n * day)
      expect(weekdayOf(n)).toBe((date.getUTCDay() + 6) % 7)
      expect(monthOf(n)).toBe(date.getUTCMonth())
    }
  })

  test('outside the year has a weekday too, and the month beside it', () => {
    expect([-1, 365].map(weekdayOf)).toEqual([1, 3])
    expect([-1, 365].map(monthOf)).toEqual([0, 11])
  })
})
