/**
 * `deskledger audit export DIR`: the log as text, with all that somebody needs who has neither the log
 * nor this library. The same log, note and keys make the same bytes.
 */
import { announcedIn, dictionaryText, leavingNoTrace } from '@deskledger/audit'
import { assembled, logFile } from '@deskledger/desk'
import { writeEvidence, type Manifest } from '@deskledger/event-store-sqlite'
import type { NoteKey } from '@deskledger/event-store/integrity'
import { clusterOf, type ClusterOptions } from '../../cluster/cluster.ts'
import type { Context } from '../../context.ts'
import { dim } from '../../output/style.ts'
import { answered, deskAt } from './auditing.ts'
import { keysIn, outside, readText } from './files.ts'
import { exportNoted, type Exporting } from './noted/export.ts'

interface ExportOptions extends ClusterOptions {
  readonly note?: string
  readonly key?: ReadonlyArray<string>
}

/** Those that were given, and those that the log announces beside them. */
const withAnnounced = (given: ReadonlyArray<NoteKey>, file: string): ReadonlyArray<NoteKey> => [
  ...given,
  ...announcedIn(file).filter(({ id }) => given.every((key) => key.id !== id)),
]

export const exportCommand = async (
  context: Context,
  into: string,
  { note, key = [], ...named }: ExportOptions,
): Promise<void> => {
  const { io, json, quiet } = context
  const cluster = clusterOf(context, named)
  const going = { note: note === undefined ? undefined : readText(note), keys: keysIn(key) }
  const manifest =
    cluster === undefined
      ? await exportDesk(context.desk, into, going)
      : await exportNoted(context, cluster, { into, ...going })
  if (manifest === undefined) return
  if (json) return io.out(`${JSON.stringify(manifest, null, 2)}\n`)
  const { commits, events, chain, root, files } = manifest
  io.out(
    `log     ${events.toLocaleString('en')} events in ${commits.toLocaleString('en')} commits\n`,
  )
  io.out(`chain   ${chain}\nroot    ${root}\n`)
  for (const { name, bytes, sha256 } of files) io.out(`${sha256}  ${bytes}  ${name}\n`)
  if (!quiet) io.err(dim(`check it anywhere: deskledger-verify ${into}\n`))
}

const exportDesk = (desk: string, into: string, { note, keys }: Exporting): Promise<Manifest> => {
  const file = logFile(deskAt(desk))
  const folder = outside(desk, into)
  const extra = { 'event-dictionary.json': dictionaryText(assembled().registry) }
  const settings = { file, folder, extra, ...(note === undefined ? {} : { note }) }
  return leavingNoTrace([file], () =>
    answered(async () => writeEvidence({ ...settings, keys: withAnnounced(keys, file) })),
  )
}
