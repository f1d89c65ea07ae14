import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { rowsAs } from './table.ts'
import { widthOf } from './width.ts'

describe('a table', () => {
  test('has a line for the names and one for each row, numbers to the right', () => {
    const rows = [
      { queue: 'engineers', n: 5 },
      { queue: 'desk', n: 12 },
      { queue: null, n: null },
    ]
    expect(rowsAs('table', ['queue', 'n'], rows)).toBe(
      ['  queue       n', '  engineers   5', '  desk       12', '  –           –', ''].join('\n'),
    )
  })

  test('stands straight in any script', () => {
    const rows = [
      { subject: '近くの販売店', n: 1 },
      { subject: 'Es tröpfelt', n: 2 },
      { subject: 'e\u0301', n: 3 },
    ]
    const [head = '', ...lines] = rowsAs('table', ['subject', 'n'], rows).trimEnd().split('\n')
    expect(['近く', '한국', 'Es tröpfelt', 'e\u0301', '👍'].map(widthOf)).toEqual([4, 4, 11, 1, 2])
    for (const line of lines) expect(widthOf(line)).toBe(widthOf(head))
  })

  test('keeps a text of several lines on one', () => {
    expect(rowsAs('table', ['text'], [{ text: 'The boiler\n  leaks' }])).toBe(
      '  text\n  The boiler leaks\n',
    )
  })

  test('never lets a text command the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // eslint-disable-next-line no-control-regex
        expect(rowsAs('table', ['text'], [{ text }])).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/)
      }),
    )
  })

  test('of a hundred thousand rows takes no time to speak of', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => ({ n, stream: `request-${n}` }))
    const began = performance.now()
    expect(rowsAs('table', ['n', 'stream'], rows).length).toBeGreaterThan(2_000_000)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('a spreadsheet', () => {
  test('is given no text that it would run', () => {
    const texts = ['=1+1', '+34', '-1', '@x', '\tx', 'a=b']
    const rows = texts.map((text) => ({ text }))
    const [, ...cells] = rowsAs('csv', ['text'], rows).trimEnd().split('\n')
    expect(cells).toEqual(["'=1+1", "'+34", "'-1", "'@x", "'\tx", 'a=b'])
    expect(rowsAs('csv', ['n'], [{ n: -1 }])).toBe('n\n-1\n')
  })
})
