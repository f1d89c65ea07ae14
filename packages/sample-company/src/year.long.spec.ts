/**
 * The whole year, built once in a run of the specs: that it comes out as ever, and that what the desk
 * says of it is what anybody finds in its log who reads it event by event.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readDesk, type ReadingDesk } from '@deskledger/desk'
import { builtInSeed } from './build.ts'
import { day, daysOfYear, yearBegins } from './calendar.ts'
import { diceOf } from './chance/dice.ts'
import { ranElsewhere } from './testing/elsewhere.ts'
import { expected, found, isToBeUpdated, update } from './testing/golden.ts'
import { sampleDesk } from './testing/index.ts'
import { serviceLevel } from './testing/recount/callers.ts'
import { burdenIn } from './testing/recount/capacity.ts'
import { firstContact } from './testing/recount/first-contact.ts'
import { all, historyOf, type History } from './testing/recount/history.ts'
import { recommendation, satisfaction } from './testing/recount/opinions.ts'
import { quotes } from './testing/recount/quotes.ts'
import { decided, recounting } from './testing/recount/routing.ts'

/** For all of this on a busy machine, in milliseconds. */
const patience = 240_000

const yearEnds = yearBegins + daysOfYear * day

let desk: ReadingDesk
let history: History = []
beforeAll(async () => {
  const { folder } = await sampleDesk(daysOfYear, { shared: true })
  desk = await readDesk({ folder })
  history = await historyOf(desk)
}, patience)
afterAll(() => desk.close())

describe('the sample', () => {
  test(
    'comes out as the year always did',
    async () => {
      const { folder } = await sampleDesk(daysOfYear, { shared: true })
      const golden = await found(folder)
      if (isToBeUpdated) update(daysOfYear, golden)
      expect(golden).toEqual(expected(daysOfYear))
    },
    patience,
  )

  test('is as big as it is said to be', () => {
    expect(history.length).toBeGreaterThan(100_000)
    expect(all(history, 'PartyRegistered').length).toBeGreaterThanOrEqual(2_000)
    expect(all(history, 'AgentEnrolled')).toHaveLength(40)
    expect(all(history, 'RequestOpened').length).toBeGreaterThanOrEqual(12_000)
  })
})

describe('a routing decision', () => {
  test(
    'is what its cause and everything before it lead to',
    () => {
      const { pick } = diceOf(builtInSeed, 'decisions to recount')
      const decisions = all(history, 'RoutingDecided')
      const drawn = Array.from({ length: 200 }, () => pick(decisions))
      const recounted = recounting(history)
      for (const decision of drawn) expect(decided(decision)).toEqual(recounted(decision))
      const reasons = drawn.flatMap(({ data }) => data.considered.map((each) => each.excludedBy))
      expect(new Set(reasons)).toEqual(
        new Set(['presence', 'skill', 'capacity', 'declinedBefore', undefined]),
      )
    },
    patience,
  )
})

describe('an agent', () => {
  test('never has more in hand than they can hold, and often all of it', () => {
    const { above, strays, full } = burdenIn(history)
    expect({ above, strays }).toEqual({ above: [], strays: [] })
    expect(full).toBeGreaterThan(100)
  })

  test('has too much in hand in a log that tells of work that was never free to take', () => {
    const position = history.findLastIndex(({ type }) => type === 'WorkReserved')
    const reserved = history[position]
    if (reserved?.type !== 'WorkReserved') throw new Error('work is reserved')
    const data = { ...reserved.data, workId: `${reserved.data.workId}0`, weight: 100 }
    const forged = history.toSpliced(position, 0, { ...reserved, data } as typeof reserved)
    expect(burdenIn(forged).above).not.toEqual([])
  })
})

describe('the desk', () => {
  const year = { from: yearBegins, to: yearEnds }
  const rows = (answer: Awaited<ReturnType<typeof desk.ask>>) => (answer.ok ? answer.rows : answer)

  test('says how satisfied customers are (Q16)', async () => {
    expect(rows(await desk.ask('Q16', year))).toEqual(satisfaction(history, year))
  })
  test('says how many would recommend the company (Q17)', async () => {
    expect(rows(await desk.ask('Q17'))).toEqual(recommendation(history))
  })
  test('says what becomes of quotes (Q28)', async () => {
    expect(rows(await desk.ask('Q28'))).toEqual(quotes(history))
  })
  test('says how many callers are answered in time (Q34)', async () => {
    expect(rows(await desk.ask('Q34', year))).toEqual(serviceLevel(history, year))
  })
  test('says how many requests are settled at the first contact (Q39)', async () => {
    expect(rows(await desk.ask('Q39'))).toEqual(firstContact(history))
  })
})

describe('read models', () => {
  test(
    'that were deleted come back the same, and nothing is done a second time',
    async () => {
      const { folder, remove } = await sampleDesk(daysOfYear)
      expect(await ranElsewhere('renewing', folder, yearEnds - 1)).toBe(0)
      expect(await found(folder)).toEqual(expected(daysOfYear))
      remove()
    },
    patience,
  )
})
