/**
 * What the commands of `audit` share: a desk opened to be read, closed whatever happens,
 * and left as it was.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { leavingNoTrace } from '@deskledger/audit'
import {
  isDesk,
  keysFile,
  logFile,
  viewsFile,
  ProblemError,
  problemOf,
  readDesk,
  type ReadingDesk,
} from '@deskledger/desk'
import type { ReadModelSettings } from '@deskledger/projection'
import { usageError } from '../../output/problem.ts'

export const withDesk = <A>(folder: string, work: (desk: ReadingDesk) => Promise<A>): Promise<A> =>
  leavingNoTrace([logFile(folder), keysFile(folder), viewsFile(folder)], async () => {
    const desk = await readDesk({ folder })
    try {
      return await work(desk)
    } finally {
      await desk.close()
    }
  })

/** The folder, if a desk is kept there. */
export const deskAt = (folder: string): string => {
  if (isDesk(folder)) return folder
  throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
}

export const settingsOf = ({ store, registry, projectors }: ReadingDesk): ReadModelSettings => ({
  store,
  registry,
  projectors,
})

/** The answer, or the failure in words. */
export const answered = async <A>(task: TaskEither<{ readonly _tag: string }, A>): Promise<A> => {
  const answer = await task()
  if (E.isRight(answer)) return answer.right
  throw new ProblemError(problemOf(answer.left))
}

export const wholeNumber = (option: string, value: string): number => {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw usageError(
    'DL9011',
    `${option} takes a whole number.`,
    `this is ${value}`,
    `for example ${option} 100`,
  )
}
