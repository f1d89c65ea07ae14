/**
 * Why no sample is built. Nothing in the folder was changed.
 */
import { ProblemError, type Problem } from '@deskledger/desk'

export type SampleError =
  /** The folder holds another desk, or a sample of another form. */
  | { readonly _tag: 'NotTheSample'; readonly folder: string }
  /** The folder holds something that is no desk. */
  | { readonly _tag: 'FolderInUse'; readonly folder: string; readonly found: ReadonlyArray<string> }
  /** Another process is at it. */
  | { readonly _tag: 'BeingBuilt'; readonly folder: string; readonly pid: number }
  /** There are no such days in the year. */
  | { readonly _tag: 'NoSuchForm'; readonly seed: number; readonly days: number }

const wordingOf = (error: SampleError): Omit<Problem, 'error'> => {
  switch (error._tag) {
    case 'NotTheSample':
      return {
        code: 'DL7901',
        what: 'The folder holds a desk that is not this sample.',
        where: error.folder,
        why: 'its log begins otherwise, or ends before the sample does',
        mend: 'name another folder, or one that does not exist yet',
      }
    case 'FolderInUse':
      return {
        code: 'DL7902',
        what: 'The folder holds something else.',
        where: error.folder,
        why: `it holds ${error.found.join(', ')} and no events.db`,
        mend: 'name an empty folder, or one that does not exist yet',
      }
    case 'BeingBuilt':
      return {
        code: 'DL7903',
        what: 'The sample is being built there.',
        where: error.folder,
        why: `process ${error.pid} is at it`,
        mend: 'wait until it has ended, then repeat the command',
      }
    case 'NoSuchForm':
      return {
        code: 'DL7904',
        what: 'There is no such sample.',
        where: '',
        why: `seed ${error.seed}, days ${error.days}`,
        mend: 'give a whole number as the seed, and 1 to 365 days',
      }
  }
}

export const problemWith = (error: SampleError): ProblemError =>
  new ProblemError({ ...wordingOf(error), error })
