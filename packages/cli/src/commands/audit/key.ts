/**
 * `deskledger audit key new|rotate|announce|show`: the keys that sign checkpoints, in files outside the
 * desk. Where the desk is named, they are announced in its log as well.
 */
import * as E from 'fp-ts/lib/Either.js'
import { newSigner, textsOf, type KeyTexts } from '@deskledger/audit'
import { logFile, ProblemError, problemOf } from '@deskledger/desk'
import { openLedger } from '@deskledger/event-store-sqlite'
import { keyText, originOf, type NoteSigner } from '@deskledger/event-store/integrity'
import { leavingNoTrace } from '@deskledger/audit'
import { clusterOf, outsideOf, type ClusterOptions } from '../../cluster/cluster.ts'
import type { Context } from '../../context.ts'
import { dim } from '../../output/style.ts'
import { announceIn } from './announcing.ts'
import { answered, deskAt } from './auditing.ts'
import { otherKey, signedLog, signTip, type CheckpointOptions } from './checkpoint.ts'
import { keysIn, outside, signerIn, writeNew } from './files.ts'
import { announceOn, originNoted } from './noted/key.ts'

/** Where a key belongs: a desk, or a log on a cluster with its notary. */
interface Place {
  readonly origin: () => Promise<string>
  readonly outside: (file: string) => string
  readonly announce: (texts: ReadonlyArray<string>) => Promise<void>
  /** Whether keys are announced without being asked to. */
  readonly isNamed: boolean
}

const placeOf = (context: Context, options: ClusterOptions): Place => {
  const cluster = clusterOf(context, options)
  const { desk, isDeskNamed } = context
  if (cluster === undefined)
    return {
      origin: () => originAt(desk),
      outside: (file) => outside(desk, file),
      announce: (texts) => announceIn(desk, texts),
      isNamed: isDeskNamed,
    }
  return {
    origin: () => originNoted(cluster),
    outside: (file) => outsideOf(cluster, file),
    announce: (texts) => announceOn(cluster, texts),
    isNamed: false,
  }
}

export const newKey = async (
  context: Context,
  file: string,
  options: ClusterOptions,
): Promise<void> => {
  const place = placeOf(context, options)
  const signer = newSigner(await place.origin())
  keep(context, place, { signer, file })
  if (place.isNamed) return announce(context, place, [textsIn(signer)])
  const how =
    options.notary === undefined
      ? 'name the desk with --desk to have it there'
      : 'key announce has it there'
  if (!context.quiet) context.io.err(dim(`not announced in the log: ${how}\n`))
}

/** A key that was made before, by the text of its verifying half. */
export const announceKey = async (
  context: Context,
  file: string,
  options: ClusterOptions,
): Promise<void> => {
  const place = placeOf(context, options)
  const origin = await place.origin()
  const keys = keysIn([file])
  const strange = keys.find(({ name }) => name !== origin)
  if (strange !== undefined) throw otherKey(strange.name, origin)
  await place.announce(keys.map(keyText))
  for (const { id } of keys) context.io.err(dim(`key ${id} is announced in the log\n`))
}

const announce = async (
  context: Context,
  place: Place,
  keys: ReadonlyArray<KeyTexts>,
): Promise<void> => {
  await place.announce(keys.map(({ verifying }) => verifying))
  if (!context.quiet) context.io.err(dim(`key ${keys.at(-1)?.id} is announced in the log\n`))
}

export const showKey = async (context: Context, file: string): Promise<void> => {
  const { id, verifying } = textsIn(signerIn(file))
  tell(context, id, verifying)
}

/** Makes another key, and has both sign the log as it is, so that one vouches for the other. */
export const rotateKey = async (
  context: Context,
  old: string,
  next: string,
  options: Omit<CheckpointOptions, 'key' | 'keep'>,
): Promise<void> => {
  const place = placeOf(context, options)
  const before = signerIn(place.outside(old))
  const after = newSigner(await place.origin())
  const quietly = { ...context, json: false, io: { ...context.io, out: context.io.err } }
  keep(quietly, place, { signer: after, file: next })
  const first = () => announce(context, place, [before, after].map(textsIn))
  const announcing = place.isNamed ? { first } : {}
  const signing = signedLog(context, options)
  await signTip(context, [before, after], { ...options, ...announcing, signing, keep: true })
}

const originAt = (desk: string): Promise<string> => {
  const file = logFile(deskAt(desk))
  return leavingNoTrace([file], async () => {
    const ledger = await answered(async () => openLedger(file))
    ledger.close()
    return originOf(ledger.deskId)
  })
}

interface Kept {
  readonly signer: NoteSigner
  readonly file: string
}

const keep = (context: Context, { outside }: Place, { signer, file }: Kept): void => {
  const place = outside(file)
  const { id, secret, verifying } = textsIn(signer)
  writeNew(place, secret)
  writeNew(`${place}.pub`, verifying, 0o644)
  tell(context, id, verifying)
  if (!context.quiet)
    context.io.err(dim(`secret key in ${file}, for its owner alone; give away ${file}.pub\n`))
}

const textsIn = (signer: NoteSigner) => {
  const texts = textsOf(signer)
  if (E.isLeft(texts)) throw new ProblemError(problemOf(texts.left))
  return texts.right
}

const tell = ({ io, json }: Context, id: string, verifying: string): void => {
  const key = verifying.trimEnd()
  io.out(json ? `${JSON.stringify({ id, key }, null, 2)}\n` : `${key}\n`)
}
