/**
 * Checkpoints: how many commits a log had, and the root of their tree, as a signed note. Whoever
 * keeps one outside the reach of those who write the log can tell later whether it was rewritten.
 * Source: C2SP tlog-checkpoint; the text is origin, size and base64 root, a line each.
 */
import * as E from 'fp-ts/lib/Either.js'
import { isDigest, type Digest } from './digest.ts'
import { bytesOf, type NoteKey, type NoteKeyError, type NoteSigner } from './note-key.ts'
import { openNote, signedNote, type NoteError } from './note.ts'

export interface Checkpoint {
  /** Which log this is about. */
  readonly origin: string
  /** How many commits the log had. */
  readonly size: number
  /** The root of the tree of their chains. */
  readonly root: Digest
}

export type CheckpointError =
  | NoteError
  /** A note of something else: the line that is not as it must be, from 1. */
  | { readonly _tag: 'NotACheckpoint'; readonly line: number }
  | { readonly _tag: 'OtherOrigin'; readonly found: string; readonly expected: string }

/** What a desk's log is called in checkpoints; also the name of the key that signs them. */
export const originOf = (deskId: string): string => `deskledger/${deskId}`

export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`

/** What a text says that somebody vouched for; more lines than three are others' business. */
export const parseCheckpoint = (text: string): E.Either<CheckpointError, Checkpoint> => {
  const [origin = '', digits = '', encoded = '', ...more] = text.split('\n')
  if (origin === '') return E.left({ _tag: 'NotACheckpoint', line: 1 })
  const size = /^(0|[1-9]\d{0,15})$/.test(digits) ? Number(digits) : -1
  if (!Number.isSafeInteger(size) || size < 0) return E.left({ _tag: 'NotACheckpoint', line: 2 })
  const root = bytesOf(encoded)?.toString('hex') ?? ''
  if (!isDigest(root)) return E.left({ _tag: 'NotACheckpoint', line: 3 })
  const end = more.indexOf('')
  if (end !== more.length - 1) return E.left({ _tag: 'NotACheckpoint', line: end + 4 })
  return E.right({ origin, size, root })
}

/** A checkpoint that others can check; refused if its fields cannot be told apart as lines. */
export const signCheckpoint = (
  checkpoint: Checkpoint,
  signers: ReadonlyArray<NoteSigner>,
): E.Either<CheckpointError | NoteKeyError, string> => {
  const text = checkpointText(checkpoint)
  const parsed = parseCheckpoint(text)
  if (E.isLeft(parsed)) return parsed
  if (parsed.right.origin !== checkpoint.origin) return E.left({ _tag: 'NotACheckpoint', line: 1 })
  return signedNote(text, signers)
}

export interface OpenCheckpoint extends Checkpoint {
  readonly signers: ReadonlyArray<string>
}

/** The checkpoint of a note about the log `origin` that one of `keys` signed. */
export const openCheckpoint = (
  note: string,
  origin: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<CheckpointError, OpenCheckpoint> => {
  const opened = openNote(note, keys)
  if (E.isLeft(opened)) return opened
  const { text, signers } = opened.right
  const parsed = parseCheckpoint(text)
  if (E.isLeft(parsed)) return parsed
  const { origin: found } = parsed.right
  if (found !== origin) return E.left({ _tag: 'OtherOrigin', found, expected: origin })
  return E.right({ ...parsed.right, signers })
}
