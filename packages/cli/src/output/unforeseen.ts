/**
 * What nobody foresaw, as a problem: a file that the system refuses, or a bug of ours. Neither the
 * message of an exception nor its values are repeated, since they may hold personal data.
 */
import { problemOf, type Problem } from '@deskledger/desk'

export const unforeseen = (caught: unknown): Problem => {
  const { name, code, path, stack } = partsOf(caught)
  const error = { _tag: 'Unforeseen' }
  if (code.startsWith('SQLITE_READONLY')) return problemOf({ _tag: 'StoreReadOnly' })
  if (code.startsWith('SQLITE_FULL')) return problemOf({ _tag: 'StoreFull' })
  if (/^E[A-Z]+$/.test(code))
    return {
      code: 'DL0001',
      what: 'The system refused a file.',
      where: path,
      why: reasons[code] ?? code,
      mend: 'check the path, your rights to it and the room on the disk; then repeat the command',
      error,
    }
  return {
    code: 'DL0000',
    what: 'Something went wrong that nobody foresaw.',
    where: placeIn(stack),
    why: `${name} ${code}`.trim(),
    mend: 'what was acknowledged is safe; report this with the output of: deskledger --version',
    error,
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you have not the right to it',
  EPERM: 'you have not the right to it',
  EROFS: 'it lies on a disk that may only be read',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'something else is there',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EMFILE: 'too many files are open',
}

const partsOf = (caught: unknown) => {
  const field = (key: string): string => {
    const value: unknown =
      typeof caught === 'object' && caught !== null ? Reflect.get(caught, key) : undefined
    return typeof value === 'string' ? value : ''
  }
  return {
    name: field('name') || typeof caught,
    code: field('code'),
    path: field('path'),
    stack: field('stack'),
  }
}

/** The innermost line of a program, such as `desk/src/reading.ts:120:5`. */
const placeIn = (stack: string): string =>
  /(?:[\w.-]+\/){0,3}[\w.-]+\.(?:ts|js):\d+:\d+/.exec(stack)?.[0] ?? ''
