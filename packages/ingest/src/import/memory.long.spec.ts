import { describe, expect, test } from '@jest/globals'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { inFolder, timeOf } from '../file/writing.samples.ts'
import type { ImportMap } from '../map/map.ts'
import { deskBy, memoryStore, portOn, right } from './desk.samples.ts'
import type { Port } from './port.ts'

setFlagsFromString('--expose-gc')
const map: ImportMap = {
  format: 'csv',
  case: 'ticket',
  activity: 'step',
  time: { column: 'when' },
  resource: 'who',
  customer: 'client',
}
const collect: () => void = runInNewContext('gc')

/** A table of cases of five events, all of them open from its beginning to its end. */
const written = async (file: string, cases: number): Promise<void> => {
  const out = createWriteStream(file)
  out.write('ticket,step,when,who,client,note\n')
  for (let step = 0; step < 5; step += 1)
    for (let c = 0; c < cases; c += 1) {
      const row = `T-${c},step ${step},${timeOf(step * 60)},agent ${c % 50},client ${c},${'x'.repeat(60)}\n`
      if (!out.write(row)) await once(out, 'drain')
    }
  out.end()
  await once(out, 'finish')
}

/** What stays in memory at most while so many cases are imported, in bytes, after collecting. */
const retained = (cases: number): Promise<number> =>
  inFolder(async (folder) => {
    const file = join(folder, 'table.csv')
    await written(file, cases)
    let most = 0
    let sent = 0
    const forgetful: Port = {
      ...portOn(memoryStore()),
      send: () => {
        sent += 1
        if (sent % 8_000 === 0) {
          collect()
          most = Math.max(most, process.memoryUsage().heapUsed)
        }
        return TE.right({ events: [{ type: 'Heard', data: {} }], repeated: false })
      },
    }
    const report = right(await deskBy(folder, memoryStore(), forgetful).bring(file, { map }))
    expect(report.counts).toMatchObject({ cases, events: 5 * cases, parties: cases })
    return most
  })

describe('the memory of an import', () => {
  test('stays within 6 MB when the file is ten times as long', async () => {
    await retained(600)
    const [short, long] = [await retained(1_600), await retained(16_000)]
    expect((long - short) / 1e6).toBeLessThan(6)
  }, 120_000)
})
