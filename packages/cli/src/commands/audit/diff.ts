/**
 * `deskledger audit diff`: the read models against a rebuild from the log, row by row. Exit code 1 if
 * anything differs.
 */
import { diff, type Compared } from '@deskledger/audit'
import type { ReadingDesk } from '@deskledger/desk'
import type { Context } from '../../context.ts'
import { asShown, differenceLine } from '../../output/difference.ts'
import { dim, green, yellow } from '../../output/style.ts'
import { rowsAs } from '../../output/table.ts'
import { answered, settingsOf, wholeNumber, withDesk } from './auditing.ts'

interface DiffOptions {
  readonly limit: string
  readonly showPersonal?: boolean
}

export const diffCommand = (
  context: Context,
  { limit, showPersonal = false }: DiffOptions,
): Promise<void> =>
  withDesk(context.desk, async (desk) => {
    const most = wholeNumber('--limit', limit)
    const live = desk.views() as never
    const compared = await answered(diff(settingsOf(desk), { live, limit: most, log: desk.id }))
    if (compared.found > 0) context.finding()
    tell(context, desk, compared, showPersonal)
  })

const tell = (
  { io, json, quiet }: Context,
  { projectors }: ReadingDesk,
  { position, tables, found, differences }: Compared,
  showPersonal: boolean,
): void => {
  const definitions = projectors.flatMap((projector) => projector.tables)
  const shown = differences.map((each) => asShown(definitions, each, showPersonal))
  if (json)
    return io.out(`${JSON.stringify({ position, found, tables, differences: shown }, null, 2)}\n`)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const compared = `${rows.toLocaleString('en')} rows of ${tables.length} tables at position ${position}`
  if (found === 0) return io.out(`${green('ok')}    ${compared} are what the log tells\n`)
  io.out(`${yellow('LOOK')}  ${found.toLocaleString('en')} differences in ${compared}\n`)
  for (const each of shown) io.out(`${differenceLine(each)}\n`)
  const differing = tables.filter((each) => each.missing + each.extra + each.changed > 0)
  if (differing.length > 0)
    io.out(
      `\n${rowsAs(
        'table',
        ['table', 'rows', 'missing', 'extra', 'changed'],
        differing.map((each) => ({ ...each })),
      )}`,
    )
  if (!quiet) io.err(dim('mend: deskledger project --rebuild all, once you know why\n'))
}
