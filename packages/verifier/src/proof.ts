/**
 * Proof files: that an event is in a log that somebody signed, and that a log has only grown.
 */
import { keyOf, openNote, type Checkpoint } from './notes.ts'
import { hasGrown, rootByPath } from './paths.ts'
import { gathering, trusted, type Gathering, type Held, type Report } from './report.ts'
import {
  commitChain,
  eventLeaf,
  fits,
  is,
  isPath,
  isTexts,
  provenCommit,
  provenEvent,
  type CommitRecord,
  type EventRecord,
  type Shape,
} from './shapes.ts'

interface Inclusion {
  readonly desk: string
  readonly event: Omit<EventRecord, 'commitNo' | 'recordedAt'>
  readonly eventPath: ReadonlyArray<string>
  readonly commit: Omit<CommitRecord, 'eventsRoot' | 'chain'> & { readonly previousChain: string }
  readonly commitPath: ReadonlyArray<string>
  readonly checkpoint: string
  readonly keys: ReadonlyArray<string>
}

interface Consistency {
  readonly desk: string
  readonly older: string
  readonly newer: string
  readonly path: ReadonlyArray<string>
  readonly keys: ReadonlyArray<string>
}

const isText = (u: unknown): boolean => typeof u === 'string'
const common: Shape = { version: is(1), desk: isText, keys: isTexts }
const inclusionShape: Shape = {
  ...common,
  kind: is('deskledger-inclusion-proof'),
  event: (u) => fits(provenEvent, u),
  eventPath: isPath,
  commit: (u) => fits(provenCommit, u),
  commitPath: isPath,
  checkpoint: isText,
}
const consistencyShape: Shape = {
  ...common,
  kind: is('deskledger-consistency-proof'),
  older: isText,
  newer: isText,
  path: isPath,
}
const isInclusion = (u: unknown): u is Inclusion => fits(inclusionShape, u)
const isConsistency = (u: unknown): u is Consistency => fits(consistencyShape, u)

/** The report on the content of a proof file; nothing is checked of what is not one. */
export const checkProof = (content: unknown, held: Held): Report => {
  const told = gathering()
  if (isInclusion(content)) return inclusion(content, held, told)
  if (isConsistency(content)) return consistency(content, held, told)
  told.find('it is not a proof of a version that this program knows', 'the file')
  return told.report('nothing')
}

const inclusion = (proof: Inclusion, held: Held, told: Gathering): Report => {
  const { desk, event, eventPath, commit, commitPath } = proof
  const texts = trusted(held, proof.keys, told)
  const signed = signedBy(proof.checkpoint, desk, texts, told, 'the checkpoint')
  const { commitNo, firstPosition, lastPosition, recordedAt, previousChain } = commit
  const leaf = eventLeaf(desk, { ...event, recordedAt })
  const place = event.position - firstPosition
  const size = lastPosition - firstPosition + 1
  const eventsRoot = place < 0 ? undefined : rootByPath(leaf, place, size, eventPath)
  if (eventsRoot === undefined) told.find('the path is not one of this commit', 'the event')
  else if (signed !== undefined) {
    const chain = commitChain(previousChain, { ...commit, eventsRoot })
    const root = commitNo < 1 ? undefined : rootByPath(chain, commitNo - 1, signed.size, commitPath)
    if (root !== signed.root) told.find('it is not in the log that was signed', 'the event')
    else tell(event, recordedAt, told)
  }
  if (held.notes.length > 0)
    told.leaveOpen('the notes you hold: take a consistency proof from them')
  return told.report('inclusion proof')
}

const tell = (event: Inclusion['event'], recordedAt: number, { fact }: Gathering): void => {
  fact('position', event.position)
  fact('stream', event.stream)
  fact('revision', event.revision)
  fact('type', event.type)
  fact('recorded', new Date(recordedAt).toISOString())
}

const consistency = (proof: Consistency, held: Held, told: Gathering): Report => {
  const { desk, path } = proof
  const texts = trusted(held, proof.keys, told)
  const older = signedBy(proof.older, desk, texts, told, 'the older checkpoint')
  const newer = signedBy(proof.newer, desk, texts, told, 'the newer checkpoint')
  if (older !== undefined && newer !== undefined) {
    const [olderSize, olderRoot] = [older.size, older.root]
    if (!hasGrown({ olderSize, olderRoot, newerSize: newer.size, newerRoot: newer.root, path }))
      told.find('the newer log has not grown out of the older one', 'the path')
    for (const [i, note] of held.notes.entries())
      if (note !== proof.older && note !== proof.newer)
        told.find('it is neither of the two that are compared', `note ${i + 1} of yours`)
  }
  return told.report('consistency proof')
}

/** The checkpoint, if it is signed and of this desk. */
export const signedBy = (
  note: string,
  desk: string,
  texts: ReadonlyArray<string>,
  { find, fact }: Gathering,
  what: string,
): Checkpoint | undefined => {
  const keys = texts.map(keyOf).filter((key) => key !== undefined)
  if (keys.length < texts.length) find('a key is not one', 'the keys')
  const opened = openNote(note, keys)
  if (typeof opened === 'string') {
    find(opened, what)
    return undefined
  }
  if (opened.origin !== `deskledger/${desk}`) {
    find('it is of another log', what)
    return undefined
  }
  fact(what.replace('the ', ''), `${opened.size} commits, signed by ${opened.key}`)
  return opened
}
