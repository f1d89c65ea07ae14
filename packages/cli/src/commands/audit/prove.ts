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
import type { EventDiffers } from '@deskledger/notary'
import { clusterOf, outsideOf, type Cluster, type ClusterOptions } from '../../cluster/cluster.ts'
import type { Context } from '../../context.ts'
import { tellFinding } from '../../output/finding.ts'
import { usageError } from '../../output/problem.ts'
import { dim } from '../../output/style.ts'
import { answered, deskAt } from './auditing.ts'
import { keysIn, outside, readText, writeText } from './files.ts'
import { grownNoted, provenNoted } from './noted/prove.ts'

interface ProveOptions extends ClusterOptions {
  readonly key: ReadonlyArray<string>
  readonly consistency?: ReadonlyArray<string>
  readonly note?: string
  readonly out?: string
}

type Proof = InclusionProof | ConsistencyProof
type Failure =
  | ProveError
  | Disproved
  | NoEventSo
  | EventDiffers
  | { readonly _tag: 'NoNote'; readonly commit: number }
type Proving = E.Either<Failure, Proof>

interface Asked {
  readonly keys: ReadonlyArray<NoteKey>
  readonly note: string | undefined
}

export const prove = async (
  context: Context,
  event: string | undefined,
  { consistency, note, key, out, ...named }: ProveOptions,
): Promise<void> => {
  const cluster = clusterOf(context, named)
  const keys = keysIn(key)
  const place = out === undefined ? undefined : outsideIn(context, cluster, out)
  const asked = { keys, note: note === undefined ? undefined : readText(note) }
  if ((event === undefined) === (consistency === undefined)) throw whatToProve
  const proof =
    event === undefined
      ? await growth(context, cluster, { notes: notesIn(consistency ?? []), keys })
      : await inclusion(context, cluster, { event, ...asked })
  if (E.isLeft(proof)) return refuse(context, proof.left)
  const text = proofText(proof.right)
  if (place === undefined) context.io.out(text)
  else writeText(place, text)
  if (!context.quiet) context.io.err(dim(`${summary(proof.right)}\n`))
}

const outsideIn = (context: Context, cluster: Cluster | undefined, out: string): string =>
  cluster === undefined ? outside(context.desk, out) : outsideOf(cluster, out)

const inclusion = (
  context: Context,
  cluster: Cluster | undefined,
  { event, ...asked }: Asked & { readonly event: string },
): Promise<Proving> =>
  cluster === undefined
    ? onLedger(context.desk, (ledger) => eventIn(ledger, event, asked))
    : provenNoted(cluster, event, asked)

const growth = (
  context: Context,
  cluster: Cluster | undefined,
  { notes, keys }: { readonly notes: readonly [string, string]; readonly keys: Asked['keys'] },
): Promise<Proving> =>
  cluster === undefined
    ? onLedger(context.desk, (ledger) => proveConsistency(ledger, notes, keys))
    : grownNoted(cluster, notes, keys)

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

const eventIn = (ledger: Ledger, asked: string, { keys, note }: Asked): Proving => {
  const event = findEvent(ledger, asked)
  if (E.isLeft(event)) return event
  const { commitNo: commit } = event.right
  const signed = note ?? keptNote(ledger, commit, keys)
  if (signed === undefined) return E.left({ _tag: 'NoNote', commit })
  return provenEvent(ledger, event.right, { note: signed, keys })
}

const notesIn = (files: ReadonlyArray<string>): readonly [older: string, newer: string] => {
  const [older, newer, ...more] = files.map(readText)
  if (older === undefined || newer === undefined || more.length > 0) throw whatToProve
  return [older, newer]
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
  tellFinding(context, problem, { proved: false })
}

const findings: ReadonlySet<Failure['_tag']> = new Set([
  'Disproved',
  'EventDiffers',
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
