/**
 * Making attacks, one after the other, and what came of them.
 */
import { isBad, tally, verdictOf, type Attack, type Counts, type Verdict } from './attack.ts'
import { chanceOf } from './chance.ts'
import { hasStrace } from './machine/strace.ts'

export interface Result extends Counts {
  readonly attack: string
  readonly seeds: ReadonlyArray<number>
  readonly verdict: Verdict | 'skipped: no strace'
  readonly isBad: boolean
  readonly seconds: number
}

export interface Plan {
  readonly seeds: ReadonlyArray<number>
  readonly isShort: boolean
  readonly say: (line: string) => void
}

export const make = async (attack: Attack, { seeds, isShort, say }: Plan): Promise<Result> => {
  const started = performance.now()
  const seen = tally()
  const isSkipped = attack.needs === 'strace' && !hasStrace()
  for (const seed of isSkipped ? [] : seeds) {
    const told = (line: string): void => say(`${attack.name} (seed ${seed}): ${line}`)
    seen.add(await attempted(() => attack.run({ chance: chanceOf(seed), isShort, say: told })))
  }
  const counts = seen.counts()
  const verdict = isSkipped ? 'skipped: no strace' : verdictOf(attack, counts)
  const seconds = Math.round((performance.now() - started) / 100) / 10
  const bad = verdict !== 'skipped: no strace' && isBad(verdict)
  return { attack: attack.name, ...counts, seeds, verdict, isBad: bad, seconds }
}

/** An attack that falls over has broken something, if only itself. */
const attempted = async (run: () => Promise<Counts>): Promise<Partial<Counts>> => {
  try {
    return await run()
  } catch (error) {
    const why = error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error)
    return { runs: 1, injected: 1, broken: [`the attack itself failed: ${why}`] }
  }
}
