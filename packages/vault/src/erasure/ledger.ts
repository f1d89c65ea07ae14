/**
 * `erasures.jsonl`: every erasure of a desk, one line each, kept outside of backups, so that a backup
 * of before cannot bring anybody back.
 *
 * A line is JSON: erasure, partyId, basis, subjects, keys, at (milliseconds since 1970 UTC), previous (hash
 * of the line before, empty for the first) and hash: SHA-256 in hexadecimal of the line without its
 * hash. It names random ids only. A last line without its end was never written.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { hash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { Subject } from '../subject.ts'

export interface Entry {
  readonly erasure: string
  readonly partyId: string
  readonly basis: string
  readonly subjects: ReadonlyArray<Subject>
  readonly keys: ReadonlyArray<string>
  readonly at: number
}

export interface Line extends Entry {
  readonly previous: string
  readonly hash: string
}

/** A line was changed, left out or put in another place. */
export interface LedgerDamaged {
  readonly _tag: 'LedgerDamaged'
  readonly file: string
  readonly line: number
}

const hashOf = ({ erasure, partyId, basis, subjects, keys, at, previous }: Omit<Line, 'hash'>) =>
  hash('sha256', JSON.stringify({ erasure, partyId, basis, subjects, keys, at, previous }))

const wholeTextOf = (file: string): string => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text.slice(0, text.lastIndexOf('\n') + 1)
}

/** All lines; none where there is no file. */
export const readLedger = (file: string): E.Either<LedgerDamaged, ReadonlyArray<Line>> => {
  const lines: Array<Line> = []
  for (const text of wholeTextOf(file).split('\n').slice(0, -1)) {
    const line = parsed(text)
    const previous = lines.at(-1)?.hash ?? ''
    if (line === undefined || line.previous !== previous || line.hash !== hashOf(line))
      return E.left({ _tag: 'LedgerDamaged', file, line: lines.length + 1 })
    lines.push(line)
  }
  return E.right(lines)
}

const parsed = (text: string): Line | undefined => {
  try {
    const line: unknown = JSON.parse(text)
    return typeof line === 'object' && line !== null ? (line as Line) : undefined
  } catch {
    return undefined
  }
}

/** Durable when it returns. An erasure whose keys are all in the ledger already is left as it is. */
export const addToLedger = (file: string, entry: Entry): E.Either<LedgerDamaged, Line> => {
  const known = readLedger(file)
  if (E.isLeft(known)) return known
  const same = known.right.findLast(({ erasure }) => erasure === entry.erasure)
  if (same !== undefined && entry.keys.every((key) => same.keys.includes(key))) return E.right(same)
  const { erasure, partyId, basis, subjects, keys, at } = entry
  const previous = known.right.at(-1)?.hash ?? ''
  const body = { erasure, partyId, basis, subjects, keys, at, previous }
  const line = { ...body, hash: hashOf(body) }
  const handle = openSync(file, existsSync(file) ? 'r+' : 'w+', 0o600)
  try {
    const end = Buffer.byteLength(wholeTextOf(file))
    ftruncateSync(handle, end)
    writeSync(handle, `${JSON.stringify(line)}\n`, end)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return E.right(line)
}
