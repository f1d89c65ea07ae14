/**
 * `npm run mutants`: plants each fault in a copy of the repository and looks which test notices.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { table } from '../table.ts'
import { guardsIn } from './guards.ts'
import { mutants } from './list.ts'
import { attackOf, type Mutant } from './mutant.ts'
import { plant, type Grown } from './plant.ts'
import { copyRepository } from './scratch.ts'
import { isSeenBy, runSpecs } from './specs.ts'

const usage = `npm run mutants -- [--guards] [--only WORDS] [--json]

Plants known faults, one at a time, in a copy of the repository, runs the spec that must notice, and
prints which test did. Nothing is changed here.

  --guards      not the list of known faults, but every guard of every decider, taken away, and every
                limit in one, moved: some take the tests of the whole module to be noticed
  --only WORDS  faults whose name or file holds these words, or one of a list with commas
  --json        one JSON array on stdout instead of the table

Exit code 0 if every fault was killed by a test, 1 if one survived or could not be planted (the text
it changes was changed: mend the list in packages/torture/src/mutants), 2 for wrong arguments.
`

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

const options = {
  guards: { type: 'boolean' },
  only: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const valuesOf = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch {
    return undefined
  }
}

/** Specs and attacks that are red without any fault cannot be the ones that notice it. */
const redAtFirst = async (scratch: string, chosen: ReadonlyArray<Mutant>) => {
  const all = [...new Set(chosen.map(({ spec }) => spec))]
  const specs = all.filter((spec) => attackOf(spec) === undefined)
  const red = new Set(await redSpecs(scratch, specs))
  for (const spec of all) {
    const attack = attackOf(spec)
    if (attack !== undefined && (await isSeenBy(scratch, attack))) red.add(spec)
  }
  return red
}

const redSpecs = async (scratch: string, specs: ReadonlyArray<string>) => {
  if (specs.length === 0) return []
  const { red, failed } = await runSpecs(scratch, specs, 'all failures')
  for (const test of failed) say(`red without any fault: ${test}`)
  return specs.filter((spec) => red.some((name) => name.startsWith(spec)))
}

const toldOf = ({ killedBy, invalid }: Grown): string =>
  killedBy ?? (invalid === undefined ? 'SURVIVED' : `INVALID: ${invalid}`)

const grow = async (scratch: string, chosen: ReadonlyArray<Mutant>) => {
  const red = await redAtFirst(scratch, chosen)
  const grown: Array<Grown> = []
  for (const [i, mutant] of chosen.entries()) {
    const { fault, file, spec } = mutant
    const invalid = { fault, file, invalid: `${spec} is red without any fault` }
    const one = red.has(spec) ? invalid : await plant(scratch, mutant)
    grown.push(one)
    say(`${i + 1}/${chosen.length} ${mutant.fault}: ${toldOf(one)}`)
  }
  return grown
}

const main = async (args: ReadonlyArray<string>): Promise<number> => {
  const values = valuesOf(args)
  if (values === undefined || values.help === true) {
    process.stdout.write(usage)
    return values === undefined ? 2 : 0
  }
  const { only = '', json = false, guards = false } = values
  const words = only.split(',')
  const root = join(import.meta.dirname, '../../../..')
  const chosen = (guards ? guardsIn(root) : mutants).filter(({ fault, file }) =>
    words.some((word) => `${fault}; ${file}`.includes(word)),
  )
  const scratch = mkdtempSync(join(tmpdir(), 'deskledger-mutants-'))
  try {
    copyRepository(root, scratch)
    const grown = await grow(scratch, chosen)
    const rows = grown.map((one) => [one.fault, one.file, toldOf(one)])
    process.stdout.write(
      json ? `${JSON.stringify(grown)}\n` : table(['fault', 'file', 'killed by'], rows),
    )
    const killed = grown.filter(({ killedBy }) => killedBy !== undefined).length
    say(`${killed} of ${grown.length} faults were killed`)
    return killed === grown.length && killed > 0 ? 0 : 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv.slice(2))
