/**
 * `deskledger audit checkpoint`: signs how many commits the log has, and their root. What was not
 * verified is not signed.
 */
import * as E from 'fp-ts/lib/Either.js'
import { logFile, ProblemError, problemOf } from '@deskledger/desk'
import { keepCheckpoint, type Verification } from '@deskledger/event-store-sqlite'
import {
  keyOf,
  originOf,
  signCheckpoint,
  type NoteKey,
  type NoteSigner,
} from '@deskledger/event-store/integrity'
import type { Context } from '../../context.ts'
import { dim } from '../../output/style.ts'
import { tellVerification } from '../../output/verification.ts'
import { keysIn, outside, signerIn, writeText } from './files.ts'
import { verified, type Verifying } from './verify.ts'

export interface CheckpointOptions {
  readonly key: ReadonlyArray<string>
  /** Keys of earlier checkpoints. */
  readonly known?: ReadonlyArray<string>
  readonly out?: string
  readonly keep: boolean
  readonly state?: string
}

export const checkpoint = async (context: Context, options: CheckpointOptions): Promise<void> => {
  const signers = options.key.map((file) => signerIn(outside(context.desk, file)))
  await signTip(context, signers, options)
}

interface SigningOptions extends Omit<CheckpointOptions, 'key'> {
  /** What is recorded once the log was found sound, and is signed with it. */
  readonly first?: () => Promise<void>
}

/** Verifies the log, signs its tip with all of the keys, and keeps the note in the log. */
export const signTip = async (
  context: Context,
  signers: ReadonlyArray<NoteSigner>,
  { known = [], out, keep, state, first }: SigningOptions,
): Promise<void> => {
  const { io, json, quiet, desk } = context
  const place = out === undefined ? undefined : outside(desk, out)
  const keys = [...signers.map(ownKey), ...keysIn(known)]
  const before = await soundTip(context, { notes: [], keys, ...(state && { state }) })
  if (before === undefined) return
  const origin = originOf(before.deskId)
  const strange = signers.find(({ name }) => name !== origin)
  if (strange !== undefined) throw otherKey(strange.name, origin)
  await first?.()
  const tip =
    first === undefined ? before : await soundTip(context, { notes: [], keys, from: before.upTo })
  if (tip === undefined) return
  const signed = { origin, size: tip.upTo.commitNo, root: tip.root }
  const note = done(signCheckpoint(signed, signers))
  if (place !== undefined) writeText(place, note)
  const isKept = keep && keepIn(logFile(desk), note, keys)
  if (json) io.out(`${JSON.stringify({ ...signed, note, kept: isKept }, null, 2)}\n`)
  else io.out(note)
  if (!quiet) io.err(dim(`${isKept ? 'kept in the log; ' : ''}${advice}\n`))
}

/** The log up to its tip; none if it is not to be signed, which is said. */
const soundTip = async (
  context: Context,
  verifying: Verifying,
): Promise<Verification | undefined> => {
  const { io } = context
  const verification = await verified(context, verifying)
  if (verification.findingsCount === 0 && verification.isComplete) return verification
  context.finding()
  tellVerification({ ...io, out: io.err }, verification)
  io.err('nothing was signed\n')
  return undefined
}

const advice = 'keep the note where nobody who writes the log can change it'

/** False if there is one of this size already. */
const keepIn = (file: string, note: string, keys: ReadonlyArray<NoteKey>): boolean => {
  const kept = keepCheckpoint(file, note, keys)
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
