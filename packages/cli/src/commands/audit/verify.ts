/**
 * `deskledger audit verify`: every hash of the log computed again. Exit code 1 for any damage.
 */
import { existsSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { announcedIn, leavingNoTrace, parseState, stateText } from '@deskledger/audit'
import { logFile, ProblemError, problemOf } from '@deskledger/desk'
import { verifyLog, type VerifiedUpTo, type Verification } from '@deskledger/event-store-sqlite'
import type { NoteKey } from '@deskledger/event-store/integrity'
import { clusterOf, type ClusterOptions } from '../../cluster/cluster.ts'
import type { Context } from '../../context.ts'
import { progress } from '../../output/progress.ts'
import { usageError } from '../../output/problem.ts'
import { tellVerification } from '../../output/verification.ts'
import { answered, deskAt } from './auditing.ts'
import { keysIn, outside, readText, writeText } from './files.ts'
import { verifyNoted } from './noted/verify.ts'

interface VerifyOptions extends ClusterOptions {
  /** False for `--no-streams`. */
  readonly streams: boolean
  readonly note?: ReadonlyArray<string>
  readonly key?: ReadonlyArray<string>
  readonly state?: string
}

export const verify = async (
  context: Context,
  { note = [], key = [], state, streams, ...named }: VerifyOptions,
): Promise<void> => {
  const cluster = clusterOf(context, named)
  const verifying = { notes: note.map(readText), keys: keysIn(key) }
  if (cluster !== undefined && state !== undefined) throw noState
  if (cluster !== undefined)
    return verifyNoted(context, cluster, { ...verifying, streams: streams ? 'shown' : 'unasked' })
  const verification = await verified(context, {
    ...verifying,
    ...(state === undefined ? {} : { state }),
  })
  if (verification.findingsCount > 0) context.finding()
  const { io, json } = context
  if (json) return io.out(`${JSON.stringify(verification, null, 2)}\n`)
  tellVerification(io, verification)
}

export const noState = usageError(
  'DL9039',
  '--state and --notary do not go together.',
  'the log is read again as a whole: a change before a state would not be seen',
  'leave --state out',
)

export interface Verifying {
  readonly notes: ReadonlyArray<string>
  readonly keys: ReadonlyArray<NoteKey>
  /** Where it is kept how far an earlier verification came. */
  readonly state?: string
  /** Where one ended just now. */
  readonly from?: VerifiedUpTo
}

/** Leaves the desk as it was. Ctrl-C ends it where it is; with a state it goes on from there. */
export const verified = async (
  { desk, io, quiet }: Context,
  { notes, keys, state, from: seen }: Verifying,
): Promise<Verification> => {
  const file = logFile(deskAt(desk))
  const place = state === undefined ? undefined : outside(desk, state)
  const from = seen ?? (place === undefined ? undefined : stateIn(place))
  const bar = progress(io, 'verifying', 'events', quiet)
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.once('SIGINT', stop)
  try {
    const settings = {
      file,
      notes,
      keys,
      signal: stopping.signal,
      onProgress: ({ commitNo, events }: VerifiedUpTo, tip: number) =>
        bar.update(commitNo, tip, events),
      ...(from === undefined ? {} : { from }),
    }
    const verification = await leavingNoTrace([file], () =>
      answered(verifyLog({ ...settings, announced: announcedIn(file) })),
    )
    if (place !== undefined && verification.findingsCount === 0)
      writeText(place, stateText(verification.upTo))
    return verification
  } finally {
    process.removeListener('SIGINT', stop)
    bar.stop()
  }
}

const stateIn = (file: string): VerifiedUpTo | undefined => {
  if (!existsSync(file)) return undefined
  const state = parseState(readText(file))
  if (E.isRight(state)) return state.right
  throw new ProblemError(problemOf({ ...state.left, file }))
}
