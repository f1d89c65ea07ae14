/**
 * Failures as people read them: a stable code, what happened, where, why, and what mends it.
 *
 * Inside, failures are tagged data; this is where they become words. Nothing of an event's data is
 * ever among them.
 */
import * as E from 'fp-ts/lib/Either.js'
import { audits } from './problem/audits.ts'
import { cluster } from './problem/cluster.ts'
import { commands } from './problem/commands.ts'
import { imports } from './problem/imports.ts'
import { keeping } from './problem/keeping.ts'
import { keys } from './problem/keys.ts'
import { log } from './problem/log.ts'
import { migration } from './problem/migration.ts'
import { notary } from './problem/notary.ts'
import { opening } from './problem/opening.ts'
import { policies } from './problem/policies.ts'
import { views } from './problem/views.ts'
import { serving } from './problem/serving.ts'
import { say, type Fields, type Wordings } from './problem/wording.ts'

export interface Problem {
  /** Stable: scripts may rely on it, and `docs/reference/errors.md` explains it. */
  readonly code: string
  readonly what: string
  /** A file, a stream and revision, a position, a path; empty where there is no place. */
  readonly where: string
  readonly why: string
  /** What to do, with the command that does it where there is one. */
  readonly mend: string
  /** The failure as data. */
  readonly error: { readonly _tag: string }
}

/** An exception that carries a problem. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code} ${problem.what} (${problem.why}; ${problem.mend})`)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** Every failure that has words of its own, by tag. */
export const problems: Wordings = {
  ...opening,
  ...cluster,
  ...keys,
  ...keeping,
  ...commands,
  ...log,
  ...views,
  ...imports,
  ...audits,
  ...notary,
  ...policies,
  ...migration,
  ...serving,
}

const isUnreadable = (error: object): error is { readonly why: unknown } =>
  'why' in error && 'position' in error && !('_tag' in error)

/** The failure in words. A rule's refusal has its own name and fields, and no wording here. */
export const problemOf = (error: object): Problem => {
  const tagged = isUnreadable(error) ? { _tag: 'CannotRead', ...error } : (error as never)
  const { _tag } = tagged as { readonly _tag: string }
  const wording = Object.hasOwn(problems, _tag) ? problems[_tag] : undefined
  if (wording === undefined) return refusal(tagged)
  const { code, what, where, why, mend, mendFor } = wording
  return {
    code,
    what,
    where: where?.(tagged) ?? '',
    why: why(tagged),
    mend: mendFor?.(tagged) ?? (typeof mend === 'string' ? mend : mend(tagged)),
    error: tagged,
  }
}

const refusal = (error: { readonly _tag: string } & Fields): Problem => {
  const details = Object.entries(error)
    .filter(([name]) => name !== '_tag')
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : say(value)}`)
  return {
    code: 'DL2000',
    what: `A rule refused the command: ${error._tag}.`,
    where: '',
    why: details.join('; ') || error._tag,
    mend: 'do what the rule asks for first',
    error,
  }
}

/** The value, or a `ProblemError`: for calls whose failure is no answer but an accident. */
export const orThrow = <A>(answer: E.Either<object, A>): A => {
  if (E.isLeft(answer)) throw new ProblemError(problemOf(answer.left))
  return answer.right
}
