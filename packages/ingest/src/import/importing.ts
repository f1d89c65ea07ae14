/**
 * Importing a service history: every event of a file once, in the order of the file, in constant
 * memory, and again without harm.
 *
 * Killed at any point and started again, it goes on as the same import. A file that cannot be read
 * to its end is imported up to there.
 */
import { Key } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { codeOf } from '../file/broken-off.ts'
import { hashOf } from '../file/bytes.ts'
import { batchOf } from './batch.ts'
import { sendTo } from './deciders.ts'
import { identities } from './identity.ts'
import { passOver } from './passing.ts'
import type { Port } from './port.ts'
import { rehearsalOn } from './rehearsal.ts'
import { rejectsFileOf, rejectsTo } from './rejects.ts'
import type { Report } from './report.ts'
import { openScratch } from './scratch.ts'
import type { ImportError, ImportSettings } from './settings.ts'

export const importHistory =
  (port: Port, settings: ImportSettings): TaskEither<ImportError, Report> =>
  async () => {
    const { file, map, secret } = settings
    const source = settings.source ?? map.source ?? 'import'
    if (!Key.is(source)) return E.left({ _tag: 'InvalidSource', expected: Key.name })
    const whole = await measured(file)
    if (E.isLeft(whole)) return whole
    const { hash: fileHash, size: totalBytes } = whole.right
    const ids = identities(secret, source)
    const batch = await batchOf(port, ids, { fileHash, map })
    if (E.isLeft(batch)) return batch
    const scratch = openScratch()
    const rejects = rejectsTo(settings.rejectsFile ?? rejectsFileOf(file))
    try {
      const log = settings.mode === 'rehearsal' ? rehearsed(port, settings) : port
      const desk = { ...settings, source, ids, port: log, batch: batch.right, totalBytes }
      return await passOver({ ...desk, scratch, rejects })
    } finally {
      rejects.flushed()
      scratch.close()
    }
  }

const measured = async (
  file: string,
): Promise<E.Either<ImportError, { readonly hash: string; readonly size: number }>> => {
  try {
    return E.right(await hashOf(file))
  } catch (caught) {
    return E.left({ _tag: 'NoFile', file, code: codeOf(caught) ?? 'unknown' })
  }
}

const rehearsed = (port: Port, { clock, house }: ImportSettings): Port => {
  const store = rehearsalOn(port, clock)
  const deciders = house === undefined ? { clock } : { clock, house }
  return { ...port, send: sendTo(store, deciders) }
}
