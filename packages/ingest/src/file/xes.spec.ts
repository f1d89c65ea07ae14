import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { bytesOf, meter } from './bytes.ts'
import type { Broken, Row } from './row.ts'
import { textOf } from './text.ts'
import {
  all,
  inFolder,
  inPieces,
  saved,
  timeOf,
  untilBroken,
  xesOf,
  type WrittenCase,
} from './writing.samples.ts'
import { xesRows, xmlEncoding } from './xes.ts'

const rowsOf = (text: string | Buffer, size = 11) =>
  xesRows(textOf(inPieces(Buffer.from(text), size), xmlEncoding))
const example = readFileSync(new URL('../../fixtures/service-desk.xes', import.meta.url))

interface Told {
  readonly fields?: Readonly<Record<string, string>>
  readonly case?: Readonly<Record<string, string>>
}
const told = (row: Row | Broken | undefined): Told | undefined =>
  row === undefined || 'flaw' in row
    ? row && {}
    : { fields: Object.fromEntries(row.fields), case: Object.fromEntries(row.caseFields) }
const log = (content: string) => `<log>\n${content}\n</log>`
const named = (name: string) => `<string key="concept:name" value="${name}"/>`

describe('an event log', () => {
  test('tells each event with what is said of its case', async () => {
    const rows = await all(rowsOf(example))
    expect(rows).toHaveLength(7)
    expect(told(rows[2])).toEqual({
      fields: {
        'concept:name': 'Closed',
        'lifecycle:transition': 'complete',
        'time:timestamp': '2025-03-04T10:00:00Z',
        'org:resource': 'Ben',
        customer: 'Pedro',
      },
      case: {
        'concept:name': 'case-1',
        channel: 'Internet',
        customer: 'Núñez & Sons',
        department: 'Boilers',
      },
    })
    expect(rows[2]?.line).toBe(39)
  })

  test('says nothing of a case in its globals, classifiers and attributes of its own', async () => {
    const texts = (await all(rowsOf(example))).flatMap((row) => JSON.stringify(told(row)))
    for (const text of texts) expect(text).not.toMatch(/of any case|written by hand|which closed/)
  })

  test('has nested attributes by their whole name, those of a list by number', async () => {
    const [report, visit] = await all(rowsOf(example))
    expect(told(report)?.fields).toMatchObject({
      floor: '3',
      pressure: '1.5',
      'pressure.unit': 'bar',
      urgent: 'true',
    })
    expect(told(visit)?.fields).toMatchObject({ 'parts.part': 'valve', 'parts.part.2': 'seal' })
  })

  test('is read whatever prefix its names have', async () => {
    const [row] = await all(
      rowsOf(
        '<x:log xmlns:x="http://www.xes-standard.org/"><x:trace><x:event><x:id key="a" value="b"/></x:event></x:trace></x:log>',
      ),
    )
    expect(told(row)?.fields).toEqual({ a: 'b' })
  })

  test('is read in the encoding of its declaration', async () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${log(`<trace>${named('ñ')}<event/></trace>`)}`
    const [row] = await all(rowsOf(Buffer.from(text, 'latin1'), 200))
    expect(told(row)?.case).toEqual({ 'concept:name': 'ñ' })
  })

  test('reads back as it was written', () => {
    const anyText = fc
      .string({
        unit: fc.constantFrom('a', 'é', '😀', '<', '&', '"', "'", '>', '\n', '.', ':'),
        maxLength: 5,
      })
      .filter((text) => text !== '')
    const anyCase: fc.Arbitrary<WrittenCase> = fc.record({
      name: anyText,
      events: fc.array(
        fc.record({
          activity: anyText,
          minute: fc.integer({ min: 0, max: 9 }),
          fields: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
        }),
        { maxLength: 3 },
      ),
    })
    return fc.assert(
      fc.asyncProperty(fc.array(anyCase, { maxLength: 4 }), async (cases) => {
        const written = cases.flatMap(({ name, events }) =>
          events.map(({ activity, minute, fields }) => ({
            fields: { 'concept:name': activity, 'time:timestamp': timeOf(minute), ...fields },
            case: { 'concept:name': name },
          })),
        )
        expect((await all(rowsOf(xesOf(cases)))).map(told)).toEqual(written)
      }),
    )
  })
})

describe('an event log with flaws', () => {
  const trace = (name: string, ...events: ReadonlyArray<string>) =>
    `<trace>${named(name)}\n${events.join('\n')}\n</trace>`
  const event = (name: string) => `<event>${named(name)}</event>`
  const activities = (rows: ReadonlyArray<Row | Broken>) =>
    rows.map((row) => ('flaw' in row ? [row.line, row.flaw._tag] : row.fields.get('concept:name')))

  test('has events outside of any trace set aside', async () =>
    expect(activities(await all(rowsOf(log(`${event('a')}\n${trace('c', event('b'))}`))))).toEqual([
      [2, 'EventOutsideTrace'],
      'b',
    ]))

  test('has attributes that follow the events of their trace set aside', async () => {
    const late = `<string key="a" value="b">${named('nested')}</string>`
    expect(activities(await all(rowsOf(log(trace('c', event('a'), late, event('b'))))))).toEqual([
      'a',
      [4, 'AttributesAfterEvents'],
      'b',
    ])
  })

  test('has events with bytes that are no text set aside, and all of such a case', async () => {
    const text = log(
      [
        trace('c', event('a'), event('?'), event('b')),
        trace('?', event('d')),
        trace('e', event('f')),
      ].join('\n'),
    )
    const damaged = Buffer.from(text.replaceAll('?', '\u00f1'), 'latin1')
    expect(activities(await all(rowsOf(damaged)))).toEqual([
      'a',
      [4, 'WrongEncoding'],
      'b',
      [8, 'WrongEncoding'],
      'f',
    ])
  })

  test('that is not well-formed is read up to there, and the line is named', async () => {
    const text = log(
      [trace('c', event('a'), event('b')), '<trace><oops</trace>', trace('d', event('e'))].join(
        '\n',
      ),
    )
    for (const size of [3, 1_000]) {
      const { list, end } = await untilBroken(rowsOf(text, size))
      expect(activities(list)).toEqual(['a', 'b'])
      expect(end).toEqual({ _tag: 'BrokenOff', line: 6, why: 'malformedXml' })
    }
  })

  test('that ends too early is read up to there', async () => {
    const whole = log(trace('c', event('a'), event('b')))
    const { list, end } = await untilBroken(rowsOf(whole.slice(0, whole.indexOf('b') + 3)))
    expect(activities(list)).toEqual(['a'])
    expect(end).toMatchObject({ _tag: 'BrokenOff', why: 'malformedXml' })
  })

  test('that is packed and ends too early is read up to there, and the line is named', () =>
    inFolder(async (folder) => {
      const events = Array.from({ length: 4_000 }, (_, i) => event(`${(i * 7919) % 4_001} of ${i}`))
      const packed = gzipSync(log(trace('c', ...events)))
      const file = saved(folder, 'a.xes.gz', packed.subarray(0, packed.length - 1_000))
      const { list, end } = await untilBroken(xesRows(textOf(bytesOf(file, meter()), xmlEncoding)))
      expect(list.length).toBeGreaterThan(2_000)
      expect(activities(list)).toEqual(
        events.slice(0, list.length).map((text) => /value="(.*)"/.exec(text)?.[1]),
      )
      const line = list.at(-1)?.line ?? 0
      expect(
        [{ line }, { line: line + 1 }].map((at) => ({
          _tag: 'BrokenOff',
          why: 'truncated',
          ...at,
        })),
      ).toContainEqual(end)
    }))

  test('expands no entity, so that nothing of this machine is read in', async () => {
    const { end } = await untilBroken(
      rowsOf(
        `<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>${log(trace('&x;', event('a')))}`,
      ),
    )
    expect(end).toMatchObject({ _tag: 'BrokenOff', why: 'malformedXml' })
  })

  test('is refused if it is no event log', async () => {
    const { list, end } = await untilBroken(rowsOf('<html><trace><event/></trace></html>'))
    expect([list, end]).toEqual([[], { _tag: 'BrokenOff', line: 1, why: 'notXes' }])
    expect((await untilBroken(rowsOf('case,step'))).end).toMatchObject({ why: 'malformedXml' })
  })
})
