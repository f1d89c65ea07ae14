import { expect, jest, test } from '@jest/globals'
import { audit, note, record, recordForeign } from './noted.samples.ts'

jest.setTimeout(30_000)

test('events of other programs end a notary, which says so, unless they are passed over', async () => {
  await recordForeign()
  await record(7, 8)
  const refused = await note()
  expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('DL8112') })
  expect(refused.err).toContain('stream crm-1, revision 0, position 13')
  const passed = await note('--skip-foreign')
  expect(passed).toMatchObject({ code: 0, out: expect.stringContaining('position 16, at 17 of') })
  expect(await audit('verify')).toMatchObject({ code: 0 })
})
