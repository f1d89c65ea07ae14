/**
 * What is looked at before anything is written: a slip makes no desk, and no half of an import.
 */
import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ProblemError, problemOf } from '@deskledger/desk'
import { Key } from '@deskledger/kernel'
import { usageError } from '../../output/problem.ts'

export const expectFiles = (files: ReadonlyArray<string>): void => {
  if (files.length === 0) throw noFiles
  files.forEach(expectReadable)
}

const noFiles = usageError(
  'DL9005',
  'There is nothing to import.',
  'no file was named',
  'for example: deskledger import xes FILE --desk DIR',
)

const expectReadable = (file: string): void => {
  try {
    accessSync(file, constants.R_OK)
    if (statSync(file).isFile()) return
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ProblemError(problemOf({ _tag: 'NoFile', file, code }))
  }
  throw new ProblemError(problemOf({ _tag: 'NoFile', file, code: 'EISDIR' }))
}

/** For a list of what was set aside or found. */
export const expectWritable = (list: string | undefined): void => {
  if (list === undefined) return
  try {
    accessSync(dirname(resolve(list)), constants.W_OK)
  } catch {
    throw usageError(
      'DL9015',
      'The list cannot be written there.',
      `the folder of ${list} is not there, or may not be written`,
      'name a file in a folder that is there',
    )
  }
}

export const expectKey = (source: string): void => {
  if (!Key.is(source)) throw new ProblemError(problemOf({ _tag: 'InvalidSource', source }))
}
