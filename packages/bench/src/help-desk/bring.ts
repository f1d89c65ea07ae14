/**
 * An import into a new desk, as `deskledger import` does it: read models level at the end.
 */
import { openDesk } from '@deskledger/desk'
import { xesMap } from '@deskledger/ingest'
import { join } from 'node:path'

/** Gives how many events of the file are recorded. */
export const bring = async (file: string, folder: string): Promise<number> => {
  const desk = await openDesk({ folder: join(folder, 'desk') })
  const rejectsFile = join(folder, 'rejects.ndjson')
  const imported = await desk.importHistory({ file, map: xesMap, rejectsFile })
  if (!imported.ok) throw new Error(`the import ended: ${imported.error._tag}`)
  await desk.caughtUp()
  await desk.close()
  return imported.report.counts.recorded
}
