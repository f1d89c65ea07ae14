/**
 * `deskledger audit explain TABLE KEY`: the events that made a row, who caused each, by which command,
 * and what it changed; then whether the read model holds that row.
 */
import * as E from 'fp-ts/lib/Either.js'
import { explained, type Explanation } from '@deskledger/audit'
import { positionAt, viewsFile, type ReadingDesk } from '@deskledger/desk'
import { openViews, type Row } from '@deskledger/projection'
import type { Context } from '../../context.ts'
import { explanationAsJson, tellExplanation, type Standing } from '../../output/explanation.ts'
import { usageError } from '../../output/problem.ts'
import { answered, settingsOf, withDesk } from './auditing.ts'
import { keyOf, tableOf } from './row-named.ts'

interface ExplainOptions {
  readonly at?: string
  readonly showPersonal?: boolean
}

export const explain = (
  context: Context,
  name: string,
  words: ReadonlyArray<string>,
  { at, showPersonal = false }: ExplainOptions,
): Promise<void> =>
  withDesk(context.desk, async (desk) => {
    const table = tableOf(name, desk.projectors)
    const key = keyOf(table, words)
    const live = at === undefined ? liveRow(desk, name, key) : undefined
    const upTo = at === undefined ? live?.position : await positionAt(desk, at)
    const asked = { table, key, ...(upTo === undefined ? {} : { upTo }) }
    const explanation = await answered(explained(settingsOf(desk), asked))
    if (explanation.touches.length === 0 && live?.row === undefined) throw noSuchRow(name)
    const standing = live === undefined ? 'not looked at' : standingOf(explanation, live.row)
    if (standing === 'differs') context.finding()
    const { io, json } = context
    const shown = { standing, showPersonal, position: upTo }
    if (json) io.out(`${JSON.stringify(explanationAsJson(explanation, shown), null, 2)}\n`)
    else tellExplanation(io, explanation, shown)
  })

/** The row as the read model holds it, and where that stands; nothing if there is no read model. */
const liveRow = (
  { folder }: ReadingDesk,
  table: string,
  key: Row,
): { readonly row: Row | undefined; readonly position: number } | undefined => {
  const views = openViews<unknown>(viewsFile(folder))
  if (E.isLeft(views)) return undefined
  const where = Object.keys(key).map((name) => `"${name}" IS :${name}`)
  const rows = views.right.query(`SELECT * FROM "${table}" WHERE ${where.join(' AND ')}`, key)
  const checkpoint = views.right.checkpoint()
  views.right.close()
  if (E.isLeft(rows) || E.isLeft(checkpoint)) return undefined
  return { row: rows.right[0], position: checkpoint.right.position }
}

const standingOf = ({ row, table }: Explanation, live: Row | undefined): Standing => {
  const names = Object.keys({ ...table.key, ...table.columns })
  const isSame = (row === undefined) === (live === undefined)
  return isSame && names.every((name) => (row?.[name] ?? null) === (live?.[name] ?? null))
    ? 'agrees'
    : 'differs'
}

const noSuchRow = (table: string) =>
  usageError(
    'DL9032',
    'There is no such row, and there never was.',
    `no event of the log touched that key of ${table}`,
    `look for it: deskledger query "select * from ${table} limit 10"`,
  )
