import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { csvRows } from './csv.ts'
import { linesOf, longestLine } from './lines.ts'
import type { Broken, Row } from './row.ts'
import { textOf } from './text.ts'
import { all, csvOf, inPieces, untilBroken, type TableForm } from './writing.samples.ts'

const comma = { delimiter: ',', header: true }
const rowsOf = (text: string | Buffer, form = comma, size = 5) =>
  csvRows(linesOf(textOf(inPieces(Buffer.from(text), size), () => undefined)), form, [])

const plain = (row: Row | Broken) =>
  'flaw' in row ? [row.line, row.flaw._tag] : [row.line, ...row.fields.values()]
const read = async (text: string | Buffer, form = comma) =>
  (await all(rowsOf(text, form))).map(plain)

describe('a table', () => {
  test('is read by the names in its header', async () => {
    const [row] = await all(rowsOf('case,step\nT-1,Opened\n'))
    expect(row).toEqual({
      line: 2,
      fields: new Map([
        ['case', 'T-1'],
        ['step', 'Opened'],
      ]),
      caseFields: new Map(),
    })
  })

  test('is read by number where it has no header', async () => {
    const [row] = await all(rowsOf('T-1,Opened\n', { delimiter: ',', header: false }))
    expect(row).toMatchObject({
      line: 1,
      fields: new Map([
        ['1', 'T-1'],
        ['2', 'Opened'],
      ]),
    })
  })

  test('has a name of its own for each column', async () => {
    const [row] = await all(rowsOf(' a ,a,,a.2\n1,2,3,4\n'))
    expect(row).toMatchObject({
      fields: new Map([
        ['a', '1'],
        ['a.2', '2'],
        ['3', '3'],
        ['a.2.2', '4'],
      ]),
    })
  })

  test('reads back as it was written, whatever the quotes, line ends and delimiter', () => {
    const anyCell = fc.string({
      unit: fc.constantFrom('a', 'é', '漢', ' ', '"', ',', ';', '\n', '😀', 'x'),
      maxLength: 6,
    })
    const anyForm: fc.Arbitrary<TableForm> = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      quoteAll: fc.boolean(),
    })
    const anyTable = fc
      .integer({ min: 2, max: 4 })
      .chain((n) => fc.array(fc.array(anyCell, { minLength: n, maxLength: n }), { maxLength: 8 }))
    return fc.assert(
      fc.asyncProperty(anyTable, anyForm, fc.boolean(), async (table, form, isMarked) => {
        const header = (table[0] ?? ['', '']).map((_, i) => `c${i}`)
        const text = (isMarked ? '\uFEFF' : '') + csvOf([header, ...table], form)
        const { delimiter = ',' } = form
        const rows = await all(rowsOf(text, { delimiter, header: true }))
        const cells = rows.map((row) => ('flaw' in row ? row : [...row.fields.values()]))
        expect(cells).toEqual(table)
      }),
      { numRuns: 300 },
    )
  })

  test('is read whichever way its lines end, also in turns', async () =>
    expect(await read('a,b\r\n1,1\n2,2\r3,"x\ry"\r\n\r\n4,4')).toEqual([
      [2, '1', '1'],
      [3, '2', '2'],
      [4, '3', 'x\ny'],
      [7, '4', '4'],
    ]))

  test('has as many lines wherever the file is cut into pieces', async () => {
    for (const size of [1, 2, 3, 4, 5, 6, 7, 8])
      expect((await all(rowsOf('a,b\r\n1,"x\r\ny"\r\n2,z\r\n', comma, size))).map(plain)).toEqual([
        [2, '1', 'x\ny'],
        [4, '2', 'z'],
      ])
  })

  test('tells the line on which each row begins', async () =>
    expect(await read('a,b\n1,"x\ny"\n\n2,z\n')).toEqual([
      [2, '1', 'x\ny'],
      [5, '2', 'z'],
    ]))

  test('needs the columns that the map names, and says which were probably meant', async () => {
    const rows = csvRows(
      linesOf(textOf(inPieces(Buffer.from('case;step\n')), () => undefined)),
      {
        delimiter: ';',
        header: true,
      },
      ['case', 'stepp', 'when'],
    )
    expect((await untilBroken(rows)).end).toEqual({
      _tag: 'ColumnsMissing',
      missing: [{ column: 'stepp', didYouMean: 'step' }, { column: 'when' }],
      columns: ['case', 'step'],
    })
  })

  test('whose header cannot be read is not read at all', async () => {
    const { list, end } = await untilBroken(rowsOf('a,"b\n1,2\n'))
    expect([list, end]).toEqual([[], { _tag: 'BrokenOff', line: 1, why: 'unreadableHeader' }])
  })
})

describe('a row that is no row', () => {
  test('is set aside if it has too few or too many columns', async () =>
    expect(await read('a,b\n1\n2,2\n3,3,3\n4,4\n')).toEqual([
      [2, 'ColumnCount'],
      [3, '2', '2'],
      [4, 'ColumnCount'],
      [5, '4', '4'],
    ]))

  test('is set aside alone where a quote is not closed', async () => {
    expect(await read('a,b\n1,"x\n2,2\n3,"y"\n4,4\n')).toEqual([
      [2, 'Quotes'],
      [3, '2', '2'],
      [4, '3', 'y'],
      [5, '4', '4'],
    ])
    expect(await read('a,b\n1,5" pipe\n2,2\n3,6" pipe\n4,4\n')).toEqual([
      [2, 'Quotes'],
      [3, '2', '2'],
      [4, 'Quotes'],
      [5, '4', '4'],
    ])
    expect(await read('a,b\n1,"x\n2,2\n3,",y\n4,4\n')).toEqual([
      [2, 'Quotes'],
      [3, '2', '2'],
      [4, 'Quotes'],
      [5, '4', '4'],
    ])
    expect(await read('a,b\n1,1\n2,"x')).toEqual([
      [2, '1', '1'],
      [3, 'Quotes'],
    ])
  })

  test('is set aside alone where text follows a closing quote', async () =>
    expect(await read('a,b\n1,"x"y\n2,2\n')).toEqual([
      [2, 'Quotes'],
      [3, '2', '2'],
    ]))

  test('is set aside if it holds bytes that are no text', async () => {
    const damaged = Buffer.concat([
      Buffer.from('a,b\n1,'),
      Buffer.from([0xf1]),
      Buffer.from('\n2,ñ\n'),
    ])
    expect(await read(damaged)).toEqual([
      [2, 'WrongEncoding'],
      [3, '2', 'ñ'],
    ])
  })

  test('is set aside if it is longer than any event can be', async () => {
    const long = 'x'.repeat(longestLine + 10)
    const rows = csvRows(
      linesOf(textOf(inPieces(Buffer.from(`a,b\n1,${long}\n2,2\n`), 65_536), () => undefined)),
      comma,
      [],
    )
    expect((await all(rows)).map(plain)).toEqual([
      [2, 'RowTooLong'],
      [3, '2', '2'],
    ])
  })

  test('costs itself and no other row, wherever quotes are lost', () => {
    const anyRow = fc.record({
      cell: fc.string({ unit: fc.constantFrom('a', ' ', 'b'), minLength: 1, maxLength: 4 }),
      kind: fc.constantFrom('plain', 'plain', 'quoted', 'stray', 'short', 'lines'),
    })
    const written = ({ cell, kind }: { readonly cell: string; readonly kind: string }, i: number) =>
      ({
        plain: `${i},${cell},z`,
        quoted: `${i},"${cell}, ""${cell}""",z`,
        stray: `${i},a${cell}"${cell},z`,
        short: `${i},${cell}`,
        lines: `${i},"${cell}\n${cell}",z`,
      })[kind] ?? ''
    return fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), async (rows) => {
        const text = ['n,x,z', ...rows.map(written)].join('\n')
        const found = await all(rowsOf(text, comma, 64))
        const kept = found.flatMap((row) => ('flaw' in row ? [] : [row.fields.get('n')]))
        const isGood = ({ kind }: { readonly kind: string }) => kind !== 'stray' && kind !== 'short'
        const good = rows.flatMap((row, i) => (isGood(row) ? [String(i)] : []))
        const bad = rows.filter((row) => !isGood(row)).length
        expect(kept).toEqual(good)
        expect(found.length - kept.length).toBe(bad)
      }),
      { numRuns: 500 },
    )
  })
})
