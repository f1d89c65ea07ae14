/**
 * The modules of a desk, built-in ones and an embedder's own, as one whole.
 */
import { merged, policyEvents, type Fact, type Registry } from '@deskledger/kernel'
import type { AnyQuestion, Projector } from '@deskledger/projection'
import { builtIn } from './built-in.ts'
import type { AnyDecider, Module } from './module.ts'

/** What all modules of a desk together are made of. */
export interface Assembled {
  readonly deciders: ReadonlyArray<AnyDecider>
  readonly registry: Registry<Fact>
  readonly projectors: ReadonlyArray<Projector>
  readonly questions: ReadonlyMap<string, AnyQuestion>
  readonly modules: ReadonlyArray<Module>
}

export const assembled = (own: ReadonlyArray<Module> = []): Assembled => {
  const modules: ReadonlyArray<Module> = [...builtIn, ...own]
  const deciders = modules.flatMap((module) => module.deciders ?? [])
  const policies = modules.flatMap((module) => module.policies ?? [])
  const extra = modules.flatMap(({ events }) => (events === undefined ? [] : [events]))
  const questions = modules.flatMap((module) => module.questions ?? [])
  for (const [what, named] of Object.entries({ modules, deciders, policies, questions }))
    claimedOnce(what, named)
  return {
    modules,
    deciders,
    registry: merged<Fact>(policyEvents, ...deciders.map(({ events }) => events), ...extra),
    projectors: modules.flatMap(projectorOf),
    questions: new Map(questions.map((question) => [question.name, question])),
  }
}

/** Throws where a name is claimed twice: streams, marks or answers of one would be the other's. */
const claimedOnce = (what: string, named: ReadonlyArray<{ readonly name: string }>): void => {
  const names = named.map(({ name }) => name)
  const twice = names.filter((name, i) => names.indexOf(name) < i)
  if (twice.length > 0) throw new Error(`two ${what} are called ${twice.join(', ')}`)
}

const projectorOf = (module: Module): ReadonlyArray<Projector> => {
  const { tables, views, erases } = module
  if (tables === undefined && views === undefined && erases === undefined) return []
  return [{ ...module, tables: tables ?? [] }]
}
