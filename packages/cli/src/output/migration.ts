/**
 * A migration in words.
 */
import type { Difference, Migrated, MigrationPlan, Side } from '@deskledger/desk'
import { bold, dim, red } from './style.ts'
import { rowsAs } from './table.ts'

const n = (count: number): string => count.toLocaleString('en')

export const plannedInWords = ({ from, to, found, missing, erasures }: MigrationPlan): string =>
  [
    `${n(missing)} events would be copied from ${from} to ${to}\n`,
    found === 0 ? '' : `${n(found)} events are there already, the same to the byte\n`,
    `with the keys, ${n(erasures)} erasures of the ledger, and the certificates\n`,
    'both sides answer, and one may read there; nothing was written\n',
  ].join('')

export const migratedInWords = (done: Migrated): string =>
  [
    `copied ${n(done.copied)} events`,
    done.found === 0 ? '\n' : `; ${n(done.found)} were there already, the same to the byte\n`,
    done.rounds === 1
      ? ''
      : `the source was written meanwhile: level at the ${ordinal(done)} time\n`,
    `keys, ${n(done.erasures)} erasures of the ledger and the certificates were taken along\n\n`,
    rowsAs('table', ['', 'from', 'to'], compared(done.from, done.to)),
    `${n(done.readModels.length)} tables of read models compared\n\n`,
    done.difference === undefined ? same(done) : different(done.difference),
  ].join('')

const ordinal = ({ rounds }: Migrated): string => `${rounds}${rounds === 2 ? 'nd' : 'th'}`

const compared = (from: Side, to: Side): ReadonlyArray<Readonly<Record<string, string>>> =>
  (
    [
      ['place', ({ name }) => name],
      ['events', ({ events }) => n(events)],
      ['appends', ({ appends }) => n(appends)],
      ['streams', ({ streams }) => n(streams)],
      ['commits', ({ commits }) => n(commits)],
      ['sha256', ({ sha256 }) => sha256.slice(0, 16)],
      ['chain', ({ chain }) => chain?.slice(0, 16) ?? 'has none'],
    ] satisfies ReadonlyArray<readonly [string, (side: Side) => string]>
  ).map(([name, of]) => ({ '': name, from: of(from), to: of(to) }))

const same = ({ to }: Migrated): string =>
  `${bold('nothing changed:')} the same events byte for byte, in the same order; the same facts in every table\n${dim(`the desk is at ${to.name} now; write to one of the two from now on`)}\n`

const different = (difference: Difference): string =>
  difference.what === 'log'
    ? `${red('not the same:')} stream ${difference.stream}, revision ${difference.revision}: ${difference.field}\n`
    : `${red('not the same:')} the ${difference.field} of the table ${difference.table}\n`
