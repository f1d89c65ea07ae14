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
import type { Context } from '../../context.ts'
import { dim } from '../../output/style.ts'
import { announceIn } from './announcing.ts'
import { answered, deskAt } from './auditing.ts'
import { otherKey, signTip, type CheckpointOptions } from './checkpoint.ts'
import { keysIn, outside, signerIn, writeNew } from './files.ts'

export const newKey = async (context: Context, file: string): Promise<void> => {
  const signer = newSigner(await originAt(context.desk))
  keep(context, signer, file)
  if (context.isDeskNamed) return announce(context, [textsIn(signer)])
  if (!context.quiet)
    context.io.err(dim(`not announced in the log: name the desk with --desk to have it there\n`))
}

/** A key that was made before, by the text of its verifying half. */
export const announceKey = async (context: Context, file: string): Promise<void> => {
  const origin = await originAt(context.desk)
  const keys = keysIn([file])
  const strange = keys.find(({ name }) => name !== origin)
  if (strange !== undefined) throw otherKey(strange.name, origin)
  await announceIn(context.desk, keys.map(keyText))
  for (const { id } of keys) context.io.err(dim(`key ${id} is announced in the log\n`))
}

const announce = async (context: Context, keys: ReadonlyArray<KeyTexts>): Promise<void> => {
  await announceIn(
    context.desk,
    keys.map(({ verifying }) => verifying),
  )
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
  const { desk } = context
  const before = signerIn(outside(desk, old))
  const after = newSigner(await originAt(desk))
  const quietly = { ...context, json: false, io: { ...context.io, out: context.io.err } }
  keep(quietly, after, next)
  const first = () => announce(context, [before, after].map(textsIn))
  const announcing = context.isDeskNamed ? { first } : {}
  await signTip(context, [before, after], { ...options, ...announcing, keep: true })
}

const originAt = (desk: string): Promise<string> => {
  const file = logFile(deskAt(desk))
  return leavingNoTrace([file], async () => {
    const ledger = await answered(async () => openLedger(file))
    ledger.close()
    return originOf(ledger.deskId)
  })
}

const keep = (context: Context, signer: NoteSigner, file: string): void => {
  const place = outside(context.desk, file)
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
