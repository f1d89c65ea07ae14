import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import { inFolder, noted } from './testing/logs.ts'
import { columns, dice, foundAfter, names, sampleLog, served } from './testing/tampering.ts'

jest.setTimeout(30_000)

/** A log on a server that was noted whole. */
const sample = (work: (files: readonly [string, string]) => Promise<void>) =>
  inFolder(async (folder) => {
    const [events, notary] = [join(folder, 'events.db'), join(folder, 'notary.db')]
    await sampleLog(events)
    await served(events, (log) => noted(notary, log))
    await work([events, notary])
  })

describe('a change in the file of the server', () => {
  test.each(columns)('is found over the wire and named: %s', (column) =>
    sample(async (files) => {
      const position = 20
      const findings = await foundAfter(files, { column, position, roll: dice(7) })
      expect({ findings, isNamed: names(findings, position) }).toMatchObject({ isNamed: true })
      expect(findings.filter((finding) => names([finding], 19))).toEqual([])
    }),
  )
})
