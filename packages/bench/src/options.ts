/**
 * What the command line asks for.
 */
import * as E from 'fp-ts/lib/Either.js'
import { parseArgs } from 'node:util'
import type { Workload } from './workload.ts'
import { workloads } from './workloads/index.ts'

export interface Options {
  readonly workloads: ReadonlyArray<Workload>
  readonly isQuick: boolean
  readonly repetitions: number
  readonly withPeers: boolean
  readonly asJson: boolean
  readonly writesPage: boolean
}

export type Asking = 'help' | Options

/** What is wrong, in a sentence, and what to do instead. */
export interface Misuse {
  readonly wrong: string
  readonly mend: string
}

const flags = {
  help: { type: 'boolean', short: 'h' },
  quick: { type: 'boolean' },
  only: { type: 'string' },
  repetitions: { type: 'string' },
  peers: { type: 'boolean' },
  json: { type: 'boolean' },
  write: { type: 'boolean' },
} as const

const names = workloads.map(({ name }) => name)
const misuse = (wrong: string, mend: string): E.Either<Misuse, never> => E.left({ wrong, mend })

export const asked = (args: ReadonlyArray<string>): E.Either<Misuse, Asking> => {
  const parsed = values(args)
  if (E.isLeft(parsed)) return parsed
  const { help, quick = false, only, repetitions: given, peers, json, write } = parsed.right
  if (help === true) return E.right('help')
  const wanted = only?.split(',').map((name) => name.trim().toLowerCase())
  const unknown = wanted?.find((name) => !names.some((known) => known.toLowerCase() === name))
  if (unknown !== undefined)
    return misuse(`there is no workload '${unknown}'`, `choose from ${names.join(', ')}`)
  const repetitions = given === undefined ? (quick ? 1 : 3) : Number(given)
  if (!Number.isInteger(repetitions) || repetitions < 1)
    return misuse(`'${given}' is no number of repetitions`, 'say a whole number of at least 1')
  if (write === true && (quick || only !== undefined))
    return misuse('--write is for a whole run', 'leave out --quick and --only')
  return E.right({
    workloads: workloads.filter(({ name }) => wanted?.includes(name.toLowerCase()) ?? true),
    isQuick: quick,
    repetitions,
    withPeers: peers === true,
    asJson: json === true,
    writesPage: write === true,
  })
}

const values = (args: ReadonlyArray<string>) => {
  try {
    return E.right(parseArgs({ args: [...args], options: flags, strict: true }).values)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return misuse(reason.split('. ')[0] ?? reason, 'see npm run bench -- --help')
  }
}
