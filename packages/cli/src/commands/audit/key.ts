/**
 * `deskledger audit key new|rotate|show`: the keys that sign checkpoints, in files outside the desk.
 */
import * as E from 'fp-ts/lib/Either.js'
import { newSigner, textsOf } from '@deskledger/audit'
import { logFile, ProblemError, problemOf } from '@deskledger/desk'
import { openLedger } from '@deskledger/event-store-sqlite'
import { originOf, type NoteSigner } from '@deskledger/event-store/integrity'
import { leavingNoTrace } from '@deskledger/audit'
import type { Context } from '../../context.ts'
import { dim } from '../../output/style.ts'
import { answered, deskAt } from './auditing.ts'
import { signTip, type CheckpointOptions } from './checkpoint.ts'
import { outside, signerIn, writeNew } from './files.ts'

export const newKey = async (context: Context, file: string): Promise<void> => {
  const signer = newSigner(await originAt(context.desk))
  keep(context, signer, file)
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
  await signTip(context, [before, after], { ...options, keep: true })
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
