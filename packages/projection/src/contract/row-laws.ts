/**
 * What every row, fold and view is like.
 */
import * as fc from 'fast-check'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { fits } from '../engine/check-row.ts'
import { planOf } from '../engine/plan.ts'
import { stepping } from '../explain.ts'
import { quoted } from '../sqlite/ddl.ts'
import type { AnyView } from '../view.ts'
import { oneByOne } from './folding-laws.ts'
import { lawOf, type Law } from './law.ts'
import { rewired } from './rewired.ts'
import type { Subject } from './subject.ts'
import type { Trial } from './trial.ts'

export const rowLaws = (subject: Subject): ReadonlyArray<Law> => [
  described(subject),
  wellTyped(subject),
  pure(subject),
  explained(subject),
  ...(subject.projector.views?.length === 0 ? [] : [seen(subject)]),
  reached(subject),
]

const described = ({ projector }: Subject): Law => ({
  statement: 'says of each table and column what it means, and contradicts itself nowhere',
  check: () => void planOf([projector]),
})

/** `oneByOne` looks at every row. */
const wellTyped = ({ projector, anyLog, runs }: Subject): Law =>
  lawOf(
    'fills every declared column with what it may hold, and no other',
    fc.property(anyLog, (log) => void oneByOne(projector, log)),
    runs,
  )

const pure = ({ projector, anyLog, runs }: Subject): Law =>
  lawOf(
    'folds the same to the same, and leaves events alone',
    fc.property(anyLog, (log) => {
      const told = JSON.stringify(log)
      const tables = rewired(projector.tables, (table) => ({
        ...table,
        evolve: (row, input: never, key) => {
          const folded = table.evolve(row, input, key)
          expectSame(`${table.name} again`, table.evolve(row, input, key), folded)
          return folded
        },
      }))
      oneByOne({ ...projector, tables }, log)
      expectSame('the events', JSON.stringify(log), told)
    }),
    runs,
  )

const explained = ({ projector, anyLog, runs }: Subject): Law =>
  lawOf(
    'explains every row by the events that led to it',
    fc.property(anyLog, (log) => {
      const contents = oneByOne(projector, log)
      for (const table of projector.tables)
        for (const row of (contents[table.name] ?? []).slice(0, 3)) {
          const steps = stepping([projector], table, row)
          steps.fold(log)
          expectSame(`the row of ${table.name}`, steps.taken().at(-1)?.after, row)
        }
    }),
    Math.ceil(runs / 4),
  )

const seen = ({ projector, anyLog, runs, on }: Subject): Law =>
  lawOf(
    'has views that give what they declare',
    fc.asyncProperty(anyLog, (log) =>
      on([projector], async (trial) => {
        await trial.fold(log)
        for (const view of projector.views ?? []) await expectDeclared(trial, view)
      }),
    ),
    Math.ceil(runs / 4),
  )

const expectDeclared = async (trial: Trial, { name, columns }: AnyView): Promise<void> => {
  const { names, rows } = await trial.query(`SELECT * FROM ${quoted(name)}`)
  expectSame(`the columns of ${name}`, names, Object.keys(columns))
  for (const row of rows)
    for (const [column, type] of Object.entries(columns))
      expectThat(fits(type, row[column]), `${name}.${column} is not as declared`)
}

const reached = ({ projector, anyLog, unreached }: Subject): Law => ({
  statement: 'is put to histories that write to every table',
  check: () => {
    const logs = fc.sample(anyLog, { numRuns: 100, seed: 1 })
    const written = new Set(
      logs.flatMap((log) =>
        Object.entries(oneByOne(projector, log)).flatMap(([name, { length }]) =>
          length > 0 ? [name] : [],
        ),
      ),
    )
    const empty = projector.tables.map(({ name }) => name).filter((name) => !written.has(name))
    expectSame('tables that stay empty', empty, unreached)
  },
})
