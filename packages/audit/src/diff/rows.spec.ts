import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyLog } from '@deskledger/domain/testing'
import { count, readModel, text, type Row } from '@deskledger/projection'
import { logOf, right, tables, withViews } from '../testing/log.ts'
import { differingRows, type Rows } from './rows.ts'
import { rowsIn } from './side.ts'

const word = readModel<never>()
  .table('word', {
    doc: 'a word',
    key: { word: text('itself'), nth: count('which of them') },
    columns: { times: count('how often') },
  })
  .on(() => undefined, {})

/** In the order of a table, two rows a page. */
const paged =
  (rows: ReadonlyArray<Row>): Rows =>
  (after) => {
    const from = after === undefined ? 0 : rows.findIndex((row) => isAt(row, after)) + 1
    return rows.slice(from, from + 2)
  }
const isAt = (row: Row, key: Row) => row['word'] === key['word'] && row['nth'] === key['nth']
const rowOf = (name: string, times = 1, nth = 1): Row => ({ word: name, nth, times })

const found = (live: ReadonlyArray<Row>, rebuilt: ReadonlyArray<Row>) =>
  [...differingRows(word, paged(live), paged(rebuilt))].map((each) => [
    each.kind,
    each.key['word'],
    each.key['nth'],
  ])

describe('two tables side by side', () => {
  test('differ in what is missing, too many and changed, and in nothing else', () => {
    const live = [rowOf('a'), rowOf('b', 1, 2), rowOf('c', 7), rowOf('e')]
    const rebuilt = [rowOf('a'), rowOf('b', 1, 1), rowOf('c', 1), rowOf('d'), rowOf('e')]
    expect(found(live, rebuilt)).toEqual([
      ['missing', 'b', 1],
      ['extra', 'b', 2],
      ['changed', 'c', 1],
      ['missing', 'd', 1],
    ])
    expect(found(live, live)).toEqual([])
  })

  test('are walked to the end of both', () => {
    const long = ['a', 'b', 'c', 'd', 'e'].map((name) => rowOf(name))
    expect(found(long, [])).toHaveLength(5)
    expect(found([], long)).toHaveLength(5)
  })

  test('are in the order of bytes, which is not that of UTF-16', () => {
    const [low, high] = ['\ufffd', '😀']
    expect(found([rowOf(low), rowOf(high)], [rowOf(high)])).toEqual([['extra', low, 1]])
    expect(found([rowOf(high)], [rowOf(low), rowOf(high)])).toEqual([['missing', low, 1]])
  })
})

describe('the rows of a table', () => {
  test('come whole and in order, however small the pages', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.integer({ min: 1, max: 3 }), async (events, size) => {
        const store = await logOf(events)
        await withViews(store, async ({ catchUp, views }) => {
          await catchUp()
          const open = views()
          for (const table of tables) {
            const order = Object.keys(table.key).join(', ')
            const all = right(open.query(`SELECT * FROM "${table.name}" ORDER BY ${order}`))
            const rows = rowsIn(open, table, size)
            const walked: Array<Row> = []
            for (let page = rows(); page.length > 0; page = rows(walked.at(-1))) {
              expect(page.length).toBeLessThanOrEqual(size)
              walked.push(...page)
            }
            expect(walked).toEqual(all)
          }
        })
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})
