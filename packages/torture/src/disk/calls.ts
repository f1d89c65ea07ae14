/**
 * The system calls of a trace, as what they do to a disk.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

export type Call =
  | { readonly kind: 'create'; readonly file: string }
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync'; readonly file: string }
  /** The disk said that it could not. */
  | { readonly kind: 'failedSync'; readonly file: string }
  | { readonly kind: 'unlink'; readonly file: string }
  | { readonly kind: 'syncFolder' }
  /** Not of the disk: lines that the process said to the world. */
  | { readonly kind: 'said'; readonly lines: ReadonlyArray<string> }

export interface Places {
  readonly trace: string
  readonly folder: string
  readonly said: string
}

/** All calls in their order. Throws at a line that it does not know: nothing may be overlooked. */
export const callsOf = ({ trace, folder, said }: Places): ReadonlyArray<Call> =>
  readFileSync(trace, 'latin1')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => callOf(line, folder, said))

const shape = /^\d+ +(\w+)\((.*)\) += (-?\d+)(.*)$/
const hex = String.raw`((?:\\x[0-9a-f]{2})*)`
const onFile = new RegExp(`^\\d+<${hex}>(?:, )?(.*)$`)
const named = new RegExp(`^"${hex}"$`)
const opened = new RegExp(`^AT_FDCWD<${hex}>, "${hex}", (\\S+)`)
const written = new RegExp(`^"${hex}", \\d+(?:, (\\d+))?$`)

const callOf = (line: string, folder: string, said: string): ReadonlyArray<Call> => {
  const [, name = '', args = '', result = ''] = shape.exec(line) ?? []
  const isDone = !result.startsWith('-')
  if (name === 'openat') return isDone ? created(args) : []
  if (name === 'unlink') {
    const path = textOf(named.exec(args)?.[1] ?? unread(line))
    return isDone ? [{ kind: 'unlink', file: basename(path) }] : []
  }
  const [, spelt = unread(line), rest = ''] = onFile.exec(args) ?? []
  const path = textOf(spelt)
  const file = basename(path)
  if (name === 'fsync' || name === 'fdatasync') {
    if (path === folder) return isDone ? [{ kind: 'syncFolder' }] : []
    return [{ kind: isDone ? 'sync' : 'failedSync', file }]
  }
  if (!isDone) return []
  if (name === 'ftruncate') return [{ kind: 'truncate', file, size: Number(rest) }]
  const [, spelled = unread(line), at = '0'] = written.exec(rest) ?? []
  const bytes = bytesOf(spelled).subarray(0, Number(result))
  if (name === 'pwrite64') return [{ kind: 'write', file, at: Number(at), bytes }]
  if (name === 'write' && path === said) return [{ kind: 'said', lines: linesIn(bytes) }]
  return unread(line)
}

const created = (args: string): ReadonlyArray<Call> => {
  const [, , path = '', flags = ''] = opened.exec(args) ?? []
  return flags.includes('O_CREAT') ? [{ kind: 'create', file: basename(textOf(path)) }] : []
}

const bytesOf = (spelled: string): Buffer => Buffer.from(spelled.replaceAll('\\x', ''), 'hex')
const textOf = (spelled: string): string => bytesOf(spelled).toString('utf8')
const linesIn = (bytes: Buffer): ReadonlyArray<string> =>
  bytes.toString('utf8').split('\n').slice(0, -1)

const unread = (line: string): never => {
  throw new Error(`a line of the trace that is not understood: ${line.slice(0, 120)}`)
}
