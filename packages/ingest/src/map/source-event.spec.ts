import { describe, expect, test } from '@jest/globals'
import type { Fields, Row } from '../file/row.ts'
import { xesMap } from './built-in.ts'
import type { ImportMap } from './map.ts'
import { interpreter } from './source-event.ts'

const fields = (values: Readonly<Record<string, string>>): Fields => new Map(Object.entries(values))
const row = (
  own: Readonly<Record<string, string>>,
  ofItsCase: Readonly<Record<string, string>> = {},
): Row => ({
  line: 7,
  fields: fields(own),
  caseFields: fields(ofItsCase),
})
const now = Date.UTC(2025, 5, 1)
const reading = (map: ImportMap) => interpreter(map, () => now)

const opened = { 'concept:name': 'Opened', 'time:timestamp': '2025-01-01T00:00:00Z' }
const itsCase = { 'concept:name': 'case-1' }
const xes = (
  own: Readonly<Record<string, string>>,
  ofItsCase: Readonly<Record<string, string>> = {},
) => reading(xesMap)(row({ ...opened, ...own }, { ...itsCase, ...ofItsCase }))

const table: ImportMap = {
  format: 'csv',
  case: 'ticket',
  activity: 'step',
  time: { column: 'when', format: 'DD.MM.YYYY HH:mm', zone: 'UTC' },
  nulls: ['?'],
}
const ticket = { ticket: 'T-1', step: 'Opened', when: '01.01.2025 00:00' }
const csv = (own: Readonly<Record<string, string>>, map: Partial<ImportMap> = {}) =>
  reading({ ...table, ...map })(row({ ...ticket, ...own }))

describe('an event of another system', () => {
  test('is what the map makes of a row', () =>
    expect(
      csv(
        {
          who: 'Ana',
          client: 'Núñez',
          item: 'AQ 40',
          via: 'Telephone',
          urgency: 'HIGH',
          no: 'R-1',
          title: 'Leak',
        },
        {
          resource: 'who',
          customer: 'client',
          product: 'item',
          channel: 'via',
          priority: 'urgency',
          number: 'no',
          subject: 'title',
          eventId: 'ticket',
          priorities: { High: 2 },
          moves: { opened: 'reopen' },
        },
      ),
    ).toEqual({
      line: 7,
      case: 'T-1',
      activity: 'Opened',
      at: Date.UTC(2025, 0, 1),
      moves: 'reopen',
      eventId: 'T-1',
      resource: 'Ana',
      customer: 'Núñez',
      subject: 'Leak',
      number: 'R-1',
      sku: 'AQ 40',
      channel: 'phone',
      priority: 2,
      scores: [],
      attributes: { values: [], flaws: [] },
      caseAttributes: { values: [], flaws: [] },
      unmapped: [],
      flaws: [],
    }))

  test('keeps as attributes what the map does not name', () => {
    expect(csv({ room: '12', floor: '?', empty: '' })).toMatchObject({
      attributes: { values: [['room', '12']] },
    })
    expect(xes({ room: '12' }, { 'identity:id': 'i', channel: 'web', town: 'Lima' })).toMatchObject(
      {
        attributes: { values: [['room', '12']] },
        caseAttributes: {
          values: [
            ['identity:id', 'i'],
            ['town', 'Lima'],
          ],
        },
      },
    )
  })

  test('says what its case says, unless it says something else', () => {
    expect(xes({}, { customer: 'Lee', priority: '2' })).toMatchObject({
      customer: 'Lee',
      priority: 2,
    })
    expect(xes({ customer: 'Ana' }, { customer: 'Lee' })).toMatchObject({ customer: 'Ana' })
  })

  test('has activity, time and id of its own, never those of its case', () => {
    const reads = (
      own: Readonly<Record<string, string>>,
      ofItsCase: Readonly<Record<string, string>>,
    ) => reading(xesMap)(row(own, { ...itsCase, ...ofItsCase }))
    expect(reads({ 'time:timestamp': '2025-01-01' }, {})).toMatchObject({
      flaw: { _tag: 'NoActivity' },
    })
    expect(reads({ 'concept:name': 'a' }, { 'time:timestamp': '2025-01-01' })).toMatchObject({
      flaw: { _tag: 'NoTime' },
    })
    expect(xes({}, { 'identity:id': 'i' })).toMatchObject({ eventId: undefined })
    expect(xes({ 'identity:id': 'j' }, { 'identity:id': 'i' })).toMatchObject({ eventId: 'j' })
  })

  test('has an activity of several attributes where the map joins them', () => {
    const joined = reading({ ...xesMap, activity: 'concept:name+lifecycle:transition' })
    const own = { ...opened, 'lifecycle:transition': 'start' }
    expect(joined(row(own, itsCase))).toMatchObject({ activity: 'Opened+start' })
    expect(joined(row(opened, itsCase))).toMatchObject({ activity: 'Opened+' })
    expect(joined(row({ 'time:timestamp': '2025-01-01' }, itsCase))).toMatchObject({
      flaw: { _tag: 'NoActivity' },
    })
  })

  test('has the channel by its usual name, or by the name in the map', () => {
    const names = {
      Internet: 'web',
      Desk: 'visit',
      Post: 'letter',
      'e-mail': 'email',
      ' Phone ': 'phone',
    }
    for (const [channel, meaning] of Object.entries(names))
      expect(xes({}, { channel })).toMatchObject({ channel: meaning, unmapped: [] })
    const own = reading({ ...xesMap, channels: { Intern: 'note', Internet: 'portal' } })
    expect(own(row(opened, { ...itsCase, channel: 'INTERN' }))).toMatchObject({ channel: 'note' })
    expect(own(row(opened, { ...itsCase, channel: 'Internet' }))).toMatchObject({
      channel: 'portal',
    })
  })

  test('keeps labels that no table knows, and says so', () => {
    expect(xes({ priority: 'sky-high' }, { channel: 'Pigeon' })).toMatchObject({
      channel: undefined,
      priority: undefined,
      unmapped: [
        { kind: 'channel', label: 'Pigeon' },
        { kind: 'priority', label: 'sky-high' },
      ],
      attributes: { values: [['priority', 'sky-high']] },
      caseAttributes: { values: [['channel', 'Pigeon']] },
    })
  })

  test('keeps values that have not the form of what they are mapped to, and says so', () =>
    expect(
      csv(
        { item: 'two\nlines', no: '#1', mark: 'good' },
        {
          product: 'item',
          number: 'no',
          scores: [{ column: 'mark', instrument: 'service', dimension: 'price' }],
        },
      ),
    ).toMatchObject({
      sku: undefined,
      number: undefined,
      scores: [],
      attributes: {
        values: [
          ['item', 'two\nlines'],
          ['no', '#1'],
          ['mark', 'good'],
        ],
      },
      flaws: [
        { _tag: 'NoProduct', column: 'item' },
        { _tag: 'NoNumber', column: 'no' },
        { _tag: 'NoScore', column: 'mark' },
      ],
    }))

  test('has marks from 0 to 100, whole ones', () => {
    const scores = [{ column: 'mark', instrument: 'service', dimension: 'price' }] as const
    const marks = (mark: string) => csv({ mark }, { scores: [...scores] })
    for (const [text, value] of [
      ['0', 0],
      ['5.0', 5],
      ['100', 100],
    ] as const)
      expect(marks(text)).toMatchObject({
        scores: [{ instrument: 'service', dimension: 'price', value, mode: 'surveyorBatch' }],
      })
    for (const text of ['101', '-1', '2.5', 'x']) expect(marks(text)).toMatchObject({ scores: [] })
  })

  test('has texts as a desk can hold them, and says what was changed', () =>
    expect(
      csv({ long: `${'x'.repeat(1_999)}😀`, bell: 'a\u0007b', breaks: 'a\r\nb' }),
    ).toMatchObject({
      attributes: {
        values: [
          ['long', 'x'.repeat(1_999)],
          ['bell', 'a b'],
          ['breaks', 'a\nb'],
        ],
        flaws: [
          { _tag: 'Cut', column: 'long', max: 2_000 },
          { _tag: 'ControlCharacters', column: 'bell' },
        ],
      },
    }))
})

describe('a row that tells of no event', () => {
  test.each([
    ['NoCase', { ticket: ' ' }],
    ['NoCase', { ticket: '?' }],
    ['NoActivity', { step: '' }],
    ['NoTime', { when: '?' }],
    ['UnreadableTime', { when: '32.01.2025 00:00' }],
    ['InTheFuture', { when: '01.06.2025 00:01' }],
    ['LabelTooLong', { step: 'x'.repeat(201) }],
    ['LabelTooLong', { step: 'a\u0007' }],
  ])('is set aside: %s', (flaw, changes) =>
    expect(csv(changes)).toMatchObject({ line: 7, flaw: { _tag: flaw } }),
  )

  test('is set aside if its time needs a zone that nobody names', () =>
    expect(csv({ when: '2025-01-01 00:00' }, { time: { column: 'when' } })).toMatchObject({
      flaw: { _tag: 'NoOffset', column: 'when' },
    }))

  test('is told from one that just does', () => {
    expect(csv({ when: '01.06.2025 00:00' })).toMatchObject({ at: now })
    expect(csv({ step: 'x'.repeat(200) })).toMatchObject({ activity: 'x'.repeat(200) })
  })
})
