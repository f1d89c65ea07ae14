/**
 * `deskledger audit prove`: that an event is in the log that was signed, or that a log has only grown
 * from one signed state to another; as a file that `deskledger-verify` checks without the log.
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  findEvent,
  keptNote,
  leavingNoTrace,
  provenEvent,
  type Disproved,
  type NoEventSo,
} from '@deskledger/audit'
import { logFile, ProblemError, problemOf } from '@deskledger/desk'
import {
  openLedger,
  proofText,
  proveConsistency,
  type ConsistencyProof,
  type InclusionProof,
  type Ledger,
  type ProveError,
} from '@deskledger/event-store-sqlite'
import type { NoteKey } from '@deskledger/event-store/integrity'
import type { Context } from '../../context.ts'
import { usageError } from '../../output/problem.ts'
import { dim, yellow } from '../../output/style.ts'
import { answered, deskAt } from './auditing.ts'
import { keysIn, outside, readText, writeText } from './files.ts'

interface ProveOptions {
  readonly key: ReadonlyArray<string>
  readonly consistency?: ReadonlyArray<string>
  readonly note?: string
  readonly out?: string
}

type Proof = InclusionProof | ConsistencyProof
type Failure =
  ProveError | Disproved | NoEventSo | { readonly _tag: 'NoNote'; readonly commit: number }
type Proving = E.Either<Failure, Proof>

export const prove = async (
  context: Context,
  event: string | undefined,
  { consistency, note, key, out }: ProveOptions,
): Promise<void> => {
  const keys = keysIn(key)
  const place = out === undefined ? undefined : outside(context.desk, out)
  const given = note === undefined ? undefined : readText(note)
  const work = (ledger: Ledger): Proving =>
    event === undefined
      ? growthOf(ledger, consistency ?? [], keys)
      : eventIn(ledger, event, { keys, note: given })
  if ((event === undefined) === (consistency === undefined)) throw whatToProve
  const proof = await onLedger(context.desk, work)
  if (E.isLeft(proof)) return refuse(context, proof.left)
  const text = proofText(proof.right)
  if (place === undefined) context.io.out(text)
  else writeText(place, text)
  if (!context.quiet) context.io.err(dim(`${summary(proof.right)}\n`))
}

const onLedger = (desk: string, work: (ledger: Ledger) => Proving): Promise<Proving> => {
  const file = logFile(deskAt(desk))
  return leavingNoTrace([file], async () => {
    const ledger = await answered(async () => openLedger(file))
    try {
      return work(ledger)
    } catch (caught) {
      return damaged(caught)
    } finally {
      ledger.close()
    }
  })
}

const eventIn = (
  ledger: Ledger,
  asked: string,
  { keys, note }: { readonly keys: ReadonlyArray<NoteKey>; readonly note: string | undefined },
): Proving => {
  const event = findEvent(ledger, asked)
  if (E.isLeft(event)) return event
  const { commitNo: commit } = event.right
  const signed = note ?? keptNote(ledger, commit, keys)
  if (signed === undefined) return E.left({ _tag: 'NoNote', commit })
  return provenEvent(ledger, event.right, { note: signed, keys })
}

const growthOf = (
  ledger: Ledger,
  files: ReadonlyArray<string>,
  keys: ReadonlyArray<NoteKey>,
): Proving => {
  const [older, newer, ...more] = files.map(readText)
  if (older === undefined || newer === undefined || more.length > 0) throw whatToProve
  return proveConsistency(ledger, [older, newer], keys)
}

const whatToProve = usageError(
  'DL9036',
  'It is not clear what is to be proved.',
  'prove takes an event, or --consistency with the files of two notes',
  'for example: deskledger audit prove 731 --key desk.pub',
)

const summary = (proof: Proof): string => {
  if (proof.kind === 'deskledger-consistency-proof')
    return 'the log of the second note begins with that of the first'
  const { event, commit, checkpoint } = proof
  const [, size] = checkpoint.split('\n')
  const where = `commit ${commit.commitNo}, one of the ${size} that were signed`
  return `${event.type} at position ${event.position} is in ${where}`
}

/** What shows that the log is not what was signed is a finding; the rest is usage. */
const refuse = (context: Context, error: Failure): void => {
  const problem = problemOf(error)
  if (!findings.has(error._tag)) throw new ProblemError(problem)
  context.finding()
  const { io, json } = context
  const { code, what, where, why } = problem
  if (json) return io.out(`${JSON.stringify({ proved: false, code, what, where, why }, null, 2)}\n`)
  io.out(`${yellow('LOOK')}  ${what} ${where}: ${why}\n`)
}

const findings: ReadonlySet<Failure['_tag']> = new Set([
  'Disproved',
  'OtherHistory',
  'StoreDamaged',
])

/** What SQLite, or a stored text, does not give back as it was. */
const damaged = (caught: unknown): Proving => {
  const isObject = typeof caught === 'object' && caught !== null
  const code = isObject && 'code' in caught ? String(caught.code) : ''
  const isText = isObject && 'name' in caught && caught.name === 'SyntaxError'
  if (!isText && !/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw caught
  return E.left({ _tag: 'StoreDamaged', cause: 'a row cannot be read' })
}
