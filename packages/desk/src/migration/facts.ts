/**
 * The read models of both sides, each folded from its own log with its own keys.
 */
import { sealed } from '@deskledger/vault'
import { assembled } from '../assembled.ts'
import { linksOf } from '../links.ts'
import { orThrow } from '../problem.ts'
import type { Home, Move } from './home.ts'
import type { Difference, Log, TableFacts } from './settings.ts'

export interface FactsOfBoth {
  readonly readModels: ReadonlyArray<TableFacts>
  readonly difference?: Difference
}

export const factsOfBoth = async (move: Move, target: Log): Promise<FactsOfBoth> => {
  const { from, to, source } = move
  const there = await factsOf(move, to, target, 'to')
  const here = await factsOf(move, from, source, 'from')
  const difference = firstDifference(here, there)
  return { readModels: there, ...(difference === undefined ? {} : { difference }) }
}

const factsOf = async (
  { options, desk }: Move,
  home: Home,
  log: Log,
  use: 'from' | 'to',
): Promise<ReadonlyArray<TableFacts>> => {
  const { modules, masterKey, onProgress } = options
  const vault = orThrow(await home.opened({ desk, log, masterKey })())
  try {
    const { registry, projectors } = assembled(modules)
    const opened = sealed(log, { vault, registry, linksOf })
    const head = orThrow(await log.head()())
    const phase = use === 'to' ? 'project' : 'replay'
    const told = ({ position }: { readonly position: number }): void =>
      onProgress?.({ phase, done: position, total: head, events: position })
    const over = { store: opened, registry, projectors, log: desk, onProgress: told }
    return await home.facts(over, use)
  } finally {
    await vault.close()
  }
}

const firstDifference = (
  here: ReadonlyArray<TableFacts>,
  there: ReadonlyArray<TableFacts>,
): Difference | undefined => {
  for (const [i, { table, rows, facts }] of here.entries()) {
    const other = there[i]
    if (other?.rows !== rows) return { what: 'readModel', table, field: 'rows' }
    if (other.facts !== facts) return { what: 'readModel', table, field: 'facts' }
  }
  return undefined
}
