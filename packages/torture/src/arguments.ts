/**
 * What `npm run torture` may be told.
 */
import * as E from 'fp-ts/lib/Either.js'
import { parseArgs } from 'node:util'
import type { Attack } from './attack.ts'

export interface Wanted {
  readonly isShort: boolean
  readonly isJson: boolean
  readonly isHelp: boolean
  /** Names of attacks, or beginnings of them; all if there are none. */
  readonly only: ReadonlyArray<string>
  readonly seed: number
  /** How many seeds are tried, from the given one on. */
  readonly seeds: number
}

/** The wish, or a sentence that says what cannot be understood. */
export const wantedOf = (args: ReadonlyArray<string>): E.Either<string, Wanted> => {
  const parsed = E.tryCatch(
    () => parseArgs({ args: [...args], options, allowPositionals: false }).values,
    (error) => (error instanceof Error ? error.message : String(error)),
  )
  if (E.isLeft(parsed)) return parsed
  const { short, json, help, only = [], seed = '1', seeds = '1' } = parsed.right
  if (!/^\d{1,9}$/.test(seed)) return E.left('--seed is a whole number from 0 to 999999999')
  if (!/^[1-9]\d{0,2}$/.test(seeds)) return E.left('--seeds is a whole number from 1 to 999')
  return E.right({
    isShort: short === true,
    isJson: json === true,
    isHelp: help === true,
    only: only.flatMap((names) => names.split(',')),
    seed: Number(seed),
    seeds: Number(seeds),
  })
}

const options = {
  short: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  only: { type: 'string', multiple: true },
  seed: { type: 'string' },
  seeds: { type: 'string' },
} as const

export const usage = (attacks: ReadonlyArray<Attack>): string =>
  `npm run torture -- [--short] [--only NAME] [--seed N] [--seeds N] [--json]

Does to the log what the world does, and looks whether its promises held.

  --short      fewer rounds of each attack: minutes, as the build server runs it
  --only NAME  the attack of that name, or all whose names begin so; may be repeated, or a list with
               commas
  --seed N     another choice of moments and faults; the same seed chooses the same (1 unless told)
  --seeds N    that many choices, one after the other (1 unless told): overnight
  --json       one JSON array on stdout instead of the table
  --help       this

Attacks (those with * need strace, which Debian has as a package of that name):
${attacks.map(({ name, about, needs }) => `  ${(needs === 'strace' ? `${name} *` : name).padEnd(22)}${about}`).join('\n')}

The table, a line for each attack:
  runs      processes, logs or states of a disk that were looked at
  injected  faults that really happened; an attack that never fired proves nothing and is bad
  found     what was looked for and was there: acknowledged events, effects, or the faults themselves
  lost      what was acknowledged and is gone, or a fault that nobody saw: 0, but for controls
  doubled   what is there more than once: 0
  verdict   "held"; "fails as it must" for a control, which breaks a promise on purpose to prove that
            the attack would see it; anything in capitals is bad

Exit code 0 if every verdict is good, 1 if one is bad, 2 for arguments that are not understood.
What broke, and the command that repeats it, are on stderr. A control that is not seen to fail, or
a fault that did not fire, is as bad as a loss: look at strace first.

Examples:
  npm run torture -- --short
  npm run torture -- --only power-cut --seed 7
  npm run torture -- --only power-,failed-sync --seeds 5
`
