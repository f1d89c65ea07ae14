import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { isTimeFormat, tellsOffset, timeReader, type TimeForm } from './time.ts'
import { isZone } from './zone.ts'

const read = (text: string, form: TimeForm) => {
  const at = timeReader(form)(text)
  return typeof at === 'number' ? new Date(at).toISOString() : at
}
const iso = { format: 'ISO' }
const berlin = { format: 'DD-MM-YYYY HH:mm', zone: 'Europe/Berlin' }

describe('a time in ISO 8601', () => {
  test('is read with its offset, to the millisecond', () => {
    expect(read('2011-10-11T13:42:22.688+02:00', iso)).toBe('2011-10-11T11:42:22.688Z')
    expect(read('2010-12-30 14:32:00+0100', iso)).toBe('2010-12-30T13:32:00.000Z')
    expect(read('2010-12-30T14:32-08', iso)).toBe('2010-12-30T22:32:00.000Z')
    expect(read('2010-12-30T14:32:01.1234567Z', iso)).toBe('2010-12-30T14:32:01.123Z')
  })

  test('without an offset is read in the zone, and not at all without one', () => {
    expect(read('2010-12-30 14:32:00', { ...iso, zone: 'Europe/Berlin' })).toBe(
      '2010-12-30T13:32:00.000Z',
    )
    expect(read('2010-12-30', { ...iso, zone: 'UTC' })).toBe('2010-12-30T00:00:00.000Z')
    expect(read('2010-12-30 14:32:00', iso)).toBe('noOffset')
  })

  test('keeps its own offset whatever the zone', () =>
    expect(read('2010-12-30T14:32:00Z', { ...iso, zone: 'Europe/Berlin' })).toBe(
      '2010-12-30T14:32:00.000Z',
    ))
})

describe('a time in a form of its own', () => {
  test('is read letter by letter', () => {
    expect(read('29-02-2016 01:16', berlin)).toBe('2016-02-29T00:16:00.000Z')
    expect(read('1/2/2016 9:05:07 PM', { format: 'M/D/YYYY h:mm:ss A', zone: 'UTC' })).toBe(
      '2016-01-02T21:05:07.000Z',
    )
    expect(read('1 Feb 2016, 9.05 +0530', { format: 'D MMM YYYY, H.mm Z' })).toBe(
      '2016-02-01T03:35:00.000Z',
    )
    expect(read('20160229T011659.250', { format: 'YYYYMMDDTHHmmss.SSS', zone: 'UTC' })).toBe(
      '2016-02-29T01:16:59.250Z',
    )
  })

  test('knows noon and midnight', () => {
    const form = { format: 'YYYY-MM-DD hh:mm A', zone: 'UTC' }
    expect(read('2016-01-02 12:05 AM', form)).toBe('2016-01-02T00:05:00.000Z')
    expect(read('2016-01-02 12:05 pm', form)).toBe('2016-01-02T12:05:00.000Z')
    expect(read('2016-01-02 13:05 PM', form)).toBe('unreadable')
    expect(read('2016-01-02 00:05 AM', form)).toBe('unreadable')
  })

  test('is not read if there is no such day or time', () => {
    for (const text of [
      '31-02-2016 01:16',
      '29-02-2015 01:16',
      '01-13-2016 01:16',
      '00-01-2016 01:16',
    ])
      expect(read(text, berlin)).toBe('unreadable')
    for (const text of ['01-01-2016 24:00', '01-01-2016 01:60', '1-1-2016 01:16', '01-01-2016', ''])
      expect(read(text, berlin)).toBe('unreadable')
    expect(read('2016-02-30T00:00:00Z', iso)).toBe('unreadable')
    expect(read('1 Foo 2016', { format: 'D MMM YYYY', zone: 'UTC' })).toBe('unreadable')
  })

  test('must name a day, nothing twice, and say which half of the day it means', () => {
    for (const format of ['ISO', 'DD-MM-YYYY', 'D MMM YYYY', 'MM/DD/YYYY hh:mm A'])
      expect([format, isTimeFormat(format)]).toEqual([format, true])
    for (const format of [
      'YYYY-MM',
      'HH:mm',
      'DD-MM-YYYY MM',
      'DD-MM-YYYY hh:mm',
      'DD-MM-YYYY HH:mm A',
      '',
    ])
      expect([format, isTimeFormat(format)]).toEqual([format, false])
    expect(['ISO', 'YYYY-MM-DD Z', 'YYYY-MM-DD'].map(tellsOffset)).toEqual([true, true, false])
  })
})

describe('a local time', () => {
  test('that a change of the clock skips moves forward by the gap', () => {
    expect(read('27-03-2016 01:59', berlin)).toBe('2016-03-27T00:59:00.000Z')
    expect(read('27-03-2016 02:30', berlin)).toBe('2016-03-27T01:30:00.000Z')
    expect(read('27-03-2016 03:00', berlin)).toBe('2016-03-27T01:00:00.000Z')
  })

  test('that comes twice is the first of the two', () => {
    expect(read('30-10-2016 02:30', berlin)).toBe('2016-10-30T00:30:00.000Z')
    expect(read('30-10-2016 03:00', berlin)).toBe('2016-10-30T02:00:00.000Z')
    const newYork = { format: 'YYYY-MM-DD HH:mm', zone: 'America/New_York' }
    expect(read('2016-11-06 01:30', newYork)).toBe('2016-11-06T05:30:00.000Z')
    expect(read('2016-03-13 02:30', newYork)).toBe('2016-03-13T07:30:00.000Z')
  })

  test('is what the clocks of its zone show at its instant, or was skipped', () => {
    const anyMinute = fc.integer({
      min: Date.UTC(1995, 0) / 60_000,
      max: Date.UTC(2030, 0) / 60_000,
    })
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Sao_Paulo',
    ]
    fc.assert(
      fc.property(anyMinute, fc.constantFrom(...zones), (minute, zone) => {
        const clock = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        })
        const shown = clock.format(minute * 60_000)
        const at = timeReader({ format: 'YYYY-MM-DD HH:mm', zone })(shown)
        expect(clock.format(Number(at))).toBe(shown)
        expect(Number(at)).toBeLessThanOrEqual(minute * 60_000)
        expect(minute * 60_000 - Number(at)).toBeLessThanOrEqual(3_600_000)
      }),
      { numRuns: 1_000 },
    )
  })

  test('needs a zone that is known', () => {
    expect(isZone('Europe/Berlin')).toBe(true)
    expect(isZone('Europe/Atlantis')).toBe(false)
  })
})
