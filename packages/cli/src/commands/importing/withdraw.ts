/**
 * `deskledger import --withdraw`: an earlier import taken back, by facts.
 */
import { isDesk, openDesk, ProblemError, problemOf } from '@deskledger/desk'
import type { Context } from '../../context.ts'
import { many } from '../../output/import-report.ts'

export const withdraw = async (context: Context, batchId: string): Promise<void> => {
  const { desk: folder, io, json } = context
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const desk = await openDesk({ folder, mode: 'still' })
  try {
    const actor = { kind: 'import', id: 'deskledger' } as const
    const answer = await desk.withdrawImport({ batchId, actor })
    if (!answer.ok) throw new ProblemError(problemOf(answer.error))
    await desk.caughtUp()
    const { requests, activities } = answer
    if (json) io.out(`${JSON.stringify({ batchId, requests, activities })}\n`)
    else
      io.out(
        `taken back: ${many(activities, 'activity', 'activities')} of ${many(requests, 'request')}\n`,
      )
  } finally {
    await desk.close()
  }
}
