/**
 * `deskledger audit checkpoint`: signs how many commits the log has, and their root. What was not
 * verified is not signed.
 */
import * as E from 'fp-ts/lib/Either.js'
import { logFile, ProblemError, problemOf } from '@deskledger/desk'
import { keepCheckpoint, type VerifiedUpTo } from '@deskledger/event-store-sqlite'
import {
  keyOf,
  originOf,
  signCheckpoint,
  type NoteKey,
  type NoteSigner,
} from '@deskledger/event-store/integrity'
import { clusterOf, outsideOf, type Cluster, type ClusterOptions } from '../../cluster/cluster.ts'
import type { Context } from '../../context.ts'
import { tellNoted } from '../../output/noted.ts'
import { dim } from '../../output/style.ts'
import { tellVerification } from '../../output/verification.ts'
import { keysIn, outside, signerIn, writeText } from './files.ts'
import { verifiedNoted } from './noted/verify.ts'
import { noState, verified } from './verify.ts'

export interface CheckpointOptions extends ClusterOptions {
  readonly key: ReadonlyArray<string>
  /** Keys of earlier checkpoints. */
  readonly known?: ReadonlyArray<string>
  readonly out?: string
  readonly keep: boolean
  readonly state?: string
}

export const checkpoint = async (context: Context, options: CheckpointOptions): Promise<void> => {
  const signing = signedLog(context, options)
  const signers = options.key.map((file) => signerIn(signing.outside(file)))
  await signTip(context, signers, { ...options, signing })
}

/** A chained log that can be signed: a desk's own, or one on a cluster through its notary. */
export interface SignedLog {
  /** Up to its tip, verified; none if it is not to be signed, which is said. */
  readonly soundTip: (asked: Verifying) => Promise<Sound | undefined>
  /** False if there is a note of this size already. */
  readonly keep: (note: string, keys: ReadonlyArray<NoteKey>) => Promise<boolean>
  /** The place, unless whoever writes the log can write there. */
  readonly outside: (file: string) => string
}

interface Verifying {
  readonly keys: ReadonlyArray<NoteKey>
  readonly state?: string
  readonly from?: VerifiedUpTo
}

interface Sound {
  readonly deskId: string
  readonly commits: number
  readonly root: string
  /** Where a desk's verification ended. */
  readonly upTo?: VerifiedUpTo
}

export const signedLog = (
  context: Context,
  options: Omit<CheckpointOptions, 'key' | 'keep'>,
): SignedLog => {
  const cluster = clusterOf(context, options)
  if (cluster !== undefined && options.state !== undefined) throw noState
  return cluster === undefined ? deskLog(context) : notedLog(context, cluster)
}

interface SigningOptions extends Omit<CheckpointOptions, 'key'> {
  readonly signing: SignedLog
  /** What is recorded once the log was found sound, and is signed with it. */
  readonly first?: () => Promise<void>
}

/** Verifies the log, signs its tip with all of the keys, and keeps the note beside it. */
export const signTip = async (
  { io, json, quiet }: Context,
  signers: ReadonlyArray<NoteSigner>,
  { signing, known = [], out, keep, state, first }: SigningOptions,
): Promise<void> => {
  const place = out === undefined ? undefined : signing.outside(out)
  const keys = [...signers.map(ownKey), ...keysIn(known)]
  const before = await signing.soundTip({ keys, ...(state && { state }) })
  if (before === undefined) return
  const origin = originOf(before.deskId)
  const strange = signers.find(({ name }) => name !== origin)
  if (strange !== undefined) throw otherKey(strange.name, origin)
  await first?.()
  const { upTo: from } = before
  const tip = first === undefined ? before : await signing.soundTip({ keys, ...(from && { from }) })
  if (tip === undefined) return
  const signed = { origin, size: tip.commits, root: tip.root }
  const note = done(signCheckpoint(signed, signers))
  if (place !== undefined) writeText(place, note)
  const isKept = keep && (await signing.keep(note, keys))
  if (json) io.out(`${JSON.stringify({ ...signed, note, kept: isKept }, null, 2)}\n`)
  else io.out(note)
  if (!quiet) io.err(dim(`${isKept ? 'kept in the log; ' : ''}${advice}\n`))
}

const deskLog = (context: Context): SignedLog => {
  const { desk, io } = context
  return {
    outside: (file) => outside(desk, file),
    keep: async (note, keys) => isKeptBy(keepCheckpoint(logFile(desk), note, keys)),
    soundTip: async (asked) => {
      const verification = await verified(context, { notes: [], ...asked })
      const { deskId, root, upTo, findingsCount, isComplete } = verification
      if (findingsCount === 0 && isComplete) return { deskId, root, upTo, commits: upTo.commitNo }
      tellVerification({ ...io, out: io.err }, verification)
      return unsigned(context)
    },
  }
}

const notedLog = (context: Context, cluster: Cluster): SignedLog => {
  const { io } = context
  return {
    outside: (file) => outsideOf(cluster, file),
    keep: async (note, keys) => {
      const { keepNote } = await import('@deskledger/notary')
      return isKeptBy(keepNote(cluster.file, note, keys))
    },
    soundTip: async ({ keys }) => {
      const verification = await verifiedNoted(context, cluster, {
        notes: [],
        keys,
        streams: 'unasked',
      })
      const { deskId, root, commits, findingsCount, isComplete } = verification
      if (findingsCount === 0 && isComplete) return { deskId, root, commits }
      tellNoted({ ...io, out: io.err }, verification)
      return unsigned(context)
    },
  }
}

const unsigned = ({ io, finding }: Context): undefined => {
  finding()
  io.err('nothing was signed\n')
  return undefined
}

const advice = 'keep the note where nobody who writes the log can change it'

const isKeptBy = (kept: E.Either<{ readonly _tag: string }, void>): boolean => {
  if (E.isRight(kept)) return true
  if (kept.left._tag === 'NotNewer') return false
  throw new ProblemError(problemOf(kept.left))
}

const ownKey = (signer: NoteSigner): NoteKey => done(keyOf(signer))

const done = <A>(answer: E.Either<{ readonly _tag: string }, A>): A => {
  if (E.isRight(answer)) return answer.right
  throw new ProblemError(problemOf(answer.left))
}

export const otherKey = (found: string, expected: string) =>
  new ProblemError(problemOf({ _tag: 'OtherOrigin', found, expected }))
