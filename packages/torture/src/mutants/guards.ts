/**
 * Faults that are not listed but found: every guard of every decider, taken away one at a time, and
 * every comparison with a limit in them, moved over the limit.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'

const domain = 'packages/domain/src'

/** Forms of data and what specs are written with; their rules are the codecs. */
const isRuled = (name: string): boolean =>
  name.endsWith('.ts') && !/^(events|commands|index|samples)\.|\.(spec|samples)\./.test(name)

/** Guards of all modules that decide something. */
export const guardsIn = (root: string): ReadonlyArray<Mutant> =>
  readdirSync(join(root, domain), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .filter(({ name }) => readdirSync(join(root, domain, name)).includes('decide.ts'))
    .flatMap(({ name: module }) =>
      readdirSync(join(root, domain, module))
        .filter(isRuled)
        .flatMap((name) => guardsOf(root, module, name)),
    )

const guardsOf = (root: string, module: string, name: string): ReadonlyArray<Mutant> => {
  const file = join(domain, module, name)
  const text = readFileSync(join(root, file), 'utf8')
  const spec = `${join(domain, module)}/`
  return conditionsIn(text).flatMap(({ from, to }) => {
    const condition = text.slice(from, to)
    const line = text.slice(0, from).split('\n').length
    const short = condition.replaceAll(/\s+/g, ' ')
    const planted = (fault: string, instead: string): Mutant => ({
      fault: `${fault}: ${short}`,
      file,
      ...unique(text, from, to, instead),
      spec,
    })
    const moved = limits.flatMap(([limit, other]) =>
      condition.includes(limit)
        ? [planted(`${name}:${line} over the limit`, condition.replace(limit, other))]
        : [],
    )
    return [planted(`${name}:${line} without the guard`, 'false'), ...moved]
  })
}

const limits = [
  [' < ', ' <= '],
  [' <= ', ' < '],
  [' > ', ' >= '],
  [' >= ', ' > '],
] as const

interface Span {
  readonly from: number
  readonly to: number
}

/** What stands between the brackets of each `if`. */
const conditionsIn = (text: string): ReadonlyArray<Span> =>
  [...text.matchAll(/\bif \(/g)].map((found) => {
    const from = found.index + found[0].length
    return { from, to: closingFrom(text, from) }
  })

const closingFrom = (text: string, from: number): number => {
  for (let at = from, depth = 1; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    if (depth === 0) return at
  }
  return text.length
}

/** The change, with as much around it as makes it stand in the file only once. */
const unique = (
  text: string,
  from: number,
  to: number,
  instead: string,
): Pick<Mutant, 'before' | 'after'> => {
  for (let around = 0; ; around++) {
    const [start, end] = [Math.max(0, from - around), Math.min(text.length, to + around)]
    const before = text.slice(start, end)
    if (text.split(before).length === 2 || before === text)
      return { before, after: text.slice(start, from) + instead + text.slice(to, end) }
  }
}
