/**
 * `deskledger audit replay --at WHEN`: the read models as they were, folded anew from the log.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as O from 'fp-ts/lib/Option.js'
import { replay, type Moment, type Replayed } from '@deskledger/audit'
import { isDesk, positionAt, type ReadingDesk } from '@deskledger/desk'
import { fromIso } from '@deskledger/kernel'
import type { Context } from '../../context.ts'
import { usageError } from '../../output/problem.ts'
import { dim } from '../../output/style.ts'
import { rowsAs } from '../../output/table.ts'
import { answered, settingsOf, withDesk } from './auditing.ts'

interface ReplayOptions {
  readonly at: string
  readonly by: 'recorded' | 'occurred'
  readonly into?: string
}

export const replayCommand = (context: Context, options: ReplayOptions): Promise<void> =>
  withDesk(context.desk, async (desk) => {
    const moment = await momentOf(desk, options)
    const file = options.into === undefined ? undefined : placeIn(options.into)
    const replayed = await answered(
      replay(settingsOf(desk), file === undefined ? { moment } : { moment, file }),
    )
    tell(context, options, replayed, file)
  })

const momentOf = async (desk: ReadingDesk, { at, by }: ReplayOptions): Promise<Moment> => {
  if (by === 'recorded') return { by, position: await positionAt(desk, at) }
  const instant = fromIso(at)
  if (O.isSome(instant)) return { by, instant: instant.value }
  throw usageError(
    'DL9030',
    'What had happened is asked for by an instant.',
    `--at is ${at}`,
    'for example --by occurred --at 2026-03-31T22:00Z',
  )
}

/** Where the read models are kept; never in the place of a desk's own. */
const placeIn = (folder: string): string => {
  const place = resolve(folder)
  if (isDesk(place))
    throw usageError(
      'DL9031',
      'A desk is kept there.',
      `${place} holds an events.db, and its read models would be replaced`,
      'name another folder with --into',
    )
  mkdirSync(place, { recursive: true, mode: 0o700 })
  return join(place, 'views.db')
}

const tell = (
  { io, json, quiet }: Context,
  { at, by }: ReplayOptions,
  { position, digests }: Replayed,
  file: string | undefined,
): void => {
  const kept = file === undefined ? {} : { file }
  if (json)
    return io.out(`${JSON.stringify({ at, by, position, ...kept, tables: digests }, null, 2)}\n`)
  const rows = Object.entries(digests).map(([table, digest]) => ({ table, ...digest }))
  io.out(rowsAs('table', ['table', 'rows', 'facts', 'all'], rows))
  if (quiet) return
  const what = by === 'recorded' ? 'what had been recorded' : 'what had happened'
  io.err(dim(`${what} as of ${at}; the log was read up to position ${position}\n`))
  if (file !== undefined) io.err(dim(`kept in ${file}\n`))
}
