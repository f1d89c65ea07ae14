import { describe, expect, test } from '@jest/globals'
import { daysOfYear } from './calendar.ts'
import { sampleDesk } from './testing/index.ts'
import { expected, found, isToBeUpdated, shortForm, update } from './testing/golden.ts'

/** The whole year takes its time on a busy machine. */
const patience = 240_000

const comesOut = async (days: number): Promise<void> => {
  const { folder } = await sampleDesk(days, { shared: true })
  const golden = await found(folder)
  if (isToBeUpdated) update(days, golden)
  expect(golden).toEqual(expected(days))
}

describe('the sample', () => {
  test('comes out as three weeks always did', () => comesOut(shortForm), patience)
  test('comes out as the year always did', () => comesOut(daysOfYear), patience)
})
