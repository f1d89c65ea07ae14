/**
 * Copying until both sides are level, and comparing them then.
 */
import * as E from 'fp-ts/lib/Either.js'
import { toStoreError } from '@deskledger/event-store'
import { orThrow, ProblemError } from '../problem.ts'
import { compareLogs, type Comparison } from './comparing.ts'
import { copyLog, copyMore } from './copy.ts'
import { stoppedBy, type MigrationError } from './errors.ts'
import { factsOfBoth } from './facts.ts'
import { refuse } from './folder-home.ts'
import type { Move } from './home.ts'
import { moveKeys } from './keys.ts'
import type { Difference, Log, MigrationPhase, TableFacts } from './settings.ts'

export interface Proved {
  readonly log: Comparison
  readonly readModels: ReadonlyArray<TableFacts>
  readonly found: number
  readonly copied: number
  readonly rounds: number
  readonly difference?: Difference
}

const mostRounds = 1_000

/** As often as the source has gone on meanwhile, what was written since is copied too. */
export const proved = async (move: Move, target: Log): Promise<Proved> => {
  const { source } = move
  const [resume, copy] = [hearing(move, 'resume'), hearing(move, 'copy')]
  const { batchSize } = move.options
  const copying = { from: source, to: target, heard: { resume, copy }, batchSize }
  let done = await reading(() => copyLog(copying))
  for (let rounds = 1; rounds <= mostRounds; rounds += 1) {
    const seen = await compared(move, target)
    const { found, copied } = done
    if (await isLevel(source, seen.log)) return { ...seen, found, copied, rounds }
    const more = await reading(() => copyMore(copying, done))
    // What is missing on the other side although nothing is new here is a difference.
    if (more.copied === 0) return { ...seen, found, copied, rounds }
    done = { ...more, copied: copied + more.copied }
  }
  throw refuse({ _tag: 'SourceNeverLevel', rounds: mostRounds })
}

const isLevel = async (source: Log, { isBehind, through }: Comparison): Promise<boolean> =>
  !isBehind && orThrow(await source.head()()) === through

const compared = async (move: Move, target: Log) => {
  const { from, to, source } = move
  await moveKeys(from, to)
  const { readModels, difference } = await factsOfBoth(move, target)
  const heard = hearing(move, 'compare')
  const log = await reading(async () => E.right(await compareLogs(source, target, heard)))
  const first = log.difference ?? difference
  return { log, readModels, ...(first === undefined ? {} : { difference: first }) }
}

/** What reading a log rejects with, as a problem like any other. */
export const reading = async <A>(work: () => Promise<E.Either<MigrationError, A>>): Promise<A> => {
  try {
    return orThrow(await work())
  } catch (caught) {
    if (caught instanceof ProblemError) throw caught
    throw refuse(stoppedBy('reading a log', toStoreError(caught)))
  }
}

/** Tells how far it is, of the source as it was when it began. */
export const hearing = (
  { options: { onProgress } }: Pick<Move, 'options'>,
  phase: MigrationPhase,
) => {
  if (onProgress === undefined) return () => undefined
  return (done: number, total: number, events = done): void =>
    onProgress({ phase, done, total, events })
}
