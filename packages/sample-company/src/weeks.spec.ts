import { expect, test } from '@jest/globals'
import { expected, found, isToBeUpdated, shortForm, update } from './testing/golden.ts'
import { sampleDesk } from './testing/index.ts'

test('the sample comes out as three weeks always did', async () => {
  const { folder } = await sampleDesk(shortForm, { shared: true })
  const golden = await found(folder)
  if (isToBeUpdated) update(shortForm, golden)
  expect(golden).toEqual(expected(shortForm))
}, 120_000)
