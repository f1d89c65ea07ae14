/**
 * Keys copied from one place to another as they are wrapped: the same desk, ids, secret, links, fences
 * and erasures, whichever of the two is a file.
 *
 * Nobody may be given keys at either place meanwhile. Until everything is there and is the same, the
 * target has no desk and cannot be opened; whatever interrupts it, copying again goes on. What the
 * source has erased since is erased in the target; nothing comes back that was erased there.
 */
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { KeysStillRead } from '../erasure/erasable.ts'
import type { VaultError } from '../port.ts'
import type { KeysPlace, OpenPlace } from './place.ts'
import { copiedTables, type CopiedRow, type CopiedTable } from './tables.ts'

export type CopyError =
  | VaultError
  | KeysStillRead
  /** What is there afterwards is not what was to be copied: `from` and `to` are numbers of rows. */
  | {
      readonly _tag: 'KeysDiffer'
      readonly file: string
      readonly table: string
      readonly from: number
      readonly to: number
    }

export interface CopiedKeys {
  readonly desk: string
  /** Rows by table; the same at both places. */
  readonly rows: Readonly<Record<string, number>>
  /** SHA-256 in hexadecimal of all of them, in order; the same at both places. */
  readonly sha256: string
}

/** The keys must not be in use at either place. */
export const copyKeys =
  (from: KeysPlace, to: KeysPlace): TaskEither<CopyError, CopiedKeys> =>
  () =>
    using(from, 'from', (source) => using(to, 'to', (target) => copied(source, target)))

type Answer = Promise<E.Either<CopyError, CopiedKeys>>

/** Closed whatever happens. */
const using = async (
  place: KeysPlace,
  use: 'from' | 'to',
  work: (open: OpenPlace) => Answer,
): Answer => {
  const opened = await place(use)
  if (E.isLeft(opened)) return opened
  try {
    return await work(opened.right)
  } catch (cause) {
    return E.left({ _tag: 'KeysUnusable', file: opened.right.name, cause })
  } finally {
    await opened.right.close()
  }
}

const copied = async (source: OpenPlace, target: OpenPlace): Answer => {
  const [desk, other] = [await source.desk(), await target.desk()]
  if (desk === undefined) return E.left({ _tag: 'KeysMissing', file: source.name })
  if (other !== undefined && other !== desk)
    return E.left({ _tag: 'ForeignKeys', file: target.name, found: other })
  for (const table of copiedTables) {
    await copyTable(table, source, target)
    const same = await compared(table, source, target)
    if (E.isLeft(same)) return same
  }
  const finished = await target.finish(desk)
  if (E.isLeft(finished)) return finished
  return told(desk, source, target)
}

const pageSize = 1_000

/** A whole table, page by page. */
const pagesOf = async function* (
  place: OpenPlace,
  table: CopiedTable,
): AsyncIterable<ReadonlyArray<CopiedRow>> {
  for (let after: CopiedRow | undefined; ;) {
    const page = await place.rows(table, after, pageSize)
    if (page.length > 0) yield page
    if (page.length < pageSize) return
    after = page.at(-1)
  }
}

const copyTable = async (
  table: CopiedTable,
  source: OpenPlace,
  target: OpenPlace,
): Promise<void> => {
  for await (const page of pagesOf(source, table)) await target.put(table, page)
}

interface Summed {
  readonly count: number
  readonly sha256: string
}

const summed = async (place: OpenPlace, table: CopiedTable): Promise<Summed> => {
  const sum = createHash('sha256')
  let count = 0
  for await (const page of pagesOf(place, table)) {
    for (const row of page) sum.update(`${JSON.stringify(row)}\n`)
    count += page.length
  }
  return { count, sha256: sum.digest('hex') }
}

const compared = async (
  table: CopiedTable,
  source: OpenPlace,
  target: OpenPlace,
): Promise<E.Either<CopyError, Summed>> => {
  const [from, to] = [await summed(source, table), await summed(target, table)]
  if (from.sha256 === to.sha256) return E.right(from)
  const { name } = table
  const counts = { from: from.count, to: to.count }
  return E.left({ _tag: 'KeysDiffer', file: target.name, table: name, ...counts })
}

const told = async (desk: string, source: OpenPlace, target: OpenPlace): Answer => {
  const rows: Record<string, number> = {}
  const sum = createHash('sha256').update(`${desk}\n`)
  for (const table of copiedTables) {
    const same = await compared(table, source, target)
    if (E.isLeft(same)) return same
    rows[table.name] = same.right.count
    sum.update(`${table.name} ${same.right.count} ${same.right.sha256}\n`)
  }
  return E.right({ desk, rows, sha256: sum.digest('hex') })
}
