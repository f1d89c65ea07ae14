/**
 * `npm run torture`: makes the attacks and prints what came of them.
 */
import * as E from 'fp-ts/lib/Either.js'
import { usage, wantedOf, type Wanted } from './arguments.ts'
import type { Attack } from './attack.ts'
import { attacks } from './attacks.ts'
import { withoutStrace } from './machine/strace.ts'
import { make, type Result } from './run.ts'
import { table } from './table.ts'

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** A whole name means that attack alone; what is no name is the beginning of some. */
const chosen = ({ only }: Wanted): ReadonlyArray<Attack> => {
  const names = new Set(attacks.map(({ name }) => name))
  const isMeant = (name: string) => (word: string) =>
    names.has(word) ? name === word : name.startsWith(word)
  return attacks.filter(({ name }) => only.length === 0 || only.some(isMeant(name)))
}

const torture = async (wanted: Wanted): Promise<ReadonlyArray<Result>> => {
  const { isShort, seed } = wanted
  const seeds = Array.from({ length: wanted.seeds }, (_, i) => seed + i)
  const results: Array<Result> = []
  for (const attack of chosen(wanted)) {
    say(`${attack.name}: ${attack.about}`)
    const result = await make(attack, { seeds, isShort, say: (line) => say(`  ${line}`) })
    results.push(result)
    say(`  ${result.verdict} in ${result.seconds} s`)
    if (!result.isBad) continue
    for (const sentence of result.broken) say(`  BROKEN: ${sentence}`)
    say(
      `  repeat: npm run torture -- ${isShort ? '--short ' : ''}--only ${attack.name} --seed ${seed}`,
    )
  }
  return results
}

const head = ['attack', 'runs', 'seeds', 'injected', 'found', 'lost', 'doubled', 'verdict']

const rowOf = ({ attack, runs, seeds, injected, found, lost, doubled, verdict }: Result) => {
  const [first, last] = [seeds[0] ?? 0, seeds.at(-1) ?? 0]
  const range = first === last ? `${first}` : `${first}..${last}`
  return [attack, runs, range, injected, found, lost, doubled, verdict]
}

const main = async (args: ReadonlyArray<string>): Promise<number> => {
  const wanted = wantedOf(args)
  if (E.isLeft(wanted)) {
    say(`${wanted.left}\n\n${usage(attacks)}`)
    return 2
  }
  if (wanted.right.isHelp) {
    process.stdout.write(usage(attacks))
    return 0
  }
  if (chosen(wanted.right).length === 0) {
    say(`no attack begins with ${wanted.right.only.join(' or ')}\n\n${usage(attacks)}`)
    return 2
  }
  const results = await torture(wanted.right)
  const isPartial = results.some(({ verdict }) => verdict.startsWith('skipped'))
  if (isPartial) say(`\nsome attacks were left out: ${withoutStrace}`)
  const { isJson } = wanted.right
  process.stdout.write(isJson ? `${JSON.stringify(results)}\n` : table(head, results.map(rowOf)))
  return results.some(({ isBad }) => isBad) ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
