/**
 * The records of bundles and proofs, and whether a parsed JSON is one: exactly these fields, each of
 * its kind.
 */
import { isDigest, leaf, type Digest } from './hashes.ts'

export interface EventRecord {
  readonly position: number
  readonly commitNo: number
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly schemaVersion: number
  readonly occurredAt: number
  readonly recordedAt: number
  readonly fingerprint: string
  readonly data: string
  readonly meta: string
}

export interface CommitRecord {
  readonly commitNo: number
  readonly firstPosition: number
  readonly lastPosition: number
  readonly recordedAt: number
  readonly eventsRoot: Digest
  readonly chain: Digest
}

type Is = (u: unknown) => boolean

export const isCount: Is = (u) => Number.isSafeInteger(u) && Number(u) >= 0
const isWhole: Is = (u) => Number.isSafeInteger(u)
const isText: Is = (u) => typeof u === 'string' && u.isWellFormed()
export const isTexts: Is = (u) => Array.isArray(u) && u.every(isText)
export const isPath: Is = (u) => Array.isArray(u) && u.every(isDigest)
export const is =
  (value: unknown): Is =>
  (u) =>
    u === value

export type Shape = Readonly<Record<string, Is>>

export const fits = (shape: Shape, u: unknown): boolean => {
  if (typeof u !== 'object' || u === null) return false
  const fields = new Map(Object.entries(u))
  const wanted = Object.entries(shape)
  return fields.size === wanted.length && wanted.every(([name, test]) => test(fields.get(name)))
}

export const provenEvent: Shape = {
  position: isCount,
  stream: isText,
  revision: isCount,
  type: isText,
  schemaVersion: isWhole,
  occurredAt: isWhole,
  fingerprint: isText,
  data: isText,
  meta: isText,
}
export const eventShape: Shape = { ...provenEvent, commitNo: isCount, recordedAt: isWhole }

export const provenCommit: Shape = {
  commitNo: isCount,
  firstPosition: isCount,
  lastPosition: isCount,
  recordedAt: isWhole,
  previousChain: isDigest,
}
const { previousChain: _, ...ofCommit } = provenCommit
export const commitShape: Shape = { ...ofCommit, eventsRoot: isDigest, chain: isDigest }

export const isEvent = (u: unknown): u is EventRecord => fits(eventShape, u)
export const isCommit = (u: unknown): u is CommitRecord => fits(commitShape, u)

export const eventLeaf = (desk: string, e: Omit<EventRecord, 'commitNo'>): Digest => {
  const place = [e.position, e.stream, e.revision, e.type, e.schemaVersion] as const
  const times = [e.occurredAt, e.recordedAt] as const
  return leaf('deskledger event', 1, desk, ...place, ...times, e.fingerprint, e.data, e.meta)
}

export const commitChain = (
  previous: Digest,
  { commitNo, firstPosition, lastPosition, recordedAt, eventsRoot }: Omit<CommitRecord, 'chain'>,
): Digest => {
  const numbers = [commitNo, firstPosition, lastPosition, recordedAt] as const
  return leaf('deskledger commit', 1, previous, eventsRoot, ...numbers)
}

export const deskChain = (desk: string): Digest => leaf('deskledger desk', 1, desk)
