import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { inFolder, noted } from './testing/logs.ts'
import {
  columns,
  dice,
  eventsInSample,
  foundAfter,
  names,
  sampleLog,
  served,
} from './testing/tampering.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(
  `200 changes in the file of the server are found over the wire and named (seed ${seed})`,
  () =>
    inFolder(async (folder) => {
      const [events, notary] = [join(folder, 'events.db'), join(folder, 'notary.db')]
      await sampleLog(events)
      await served(events, (log) => noted(notary, log))
      const roll = dice(seed)
      const missed: Array<string> = []
      for (let i = 0; i < 200; i += 1) {
        const column = columns[i % columns.length] ?? ''
        const position = 1 + roll(eventsInSample)
        const findings = await foundAfter([events, notary], { column, position, roll })
        if (!names(findings, position))
          missed.push(`${column} at ${position}: ${JSON.stringify(findings)}`)
      }
      expect(missed).toEqual([])
    }),
  300_000,
)
