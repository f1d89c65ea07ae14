/**
 * Telling a desk which keys sign its checkpoints: a fact in its log, under the same rules as any other.
 */
import { announcementOf } from '@deskledger/audit'
import { isDesk, openDesk, ProblemError, problemOf } from '@deskledger/desk'

/** Announces keys, each after the first as the one that follows the one before it. */
export const announceIn = async (folder: string, texts: ReadonlyArray<string>): Promise<void> => {
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const desk = await openDesk({ folder, mode: 'still' })
  try {
    const notary = desk.as({ kind: 'system', id: 'notary' })
    let replaces: string | undefined
    for (const text of texts) {
      const announcement = announcementOf(text)
      const data = { deskId: desk.id, ...announcement, ...(replaces && { replaces }) }
      const answer = await notary.send({ type: 'AnnounceSigningKey', data })
      if (!answer.ok) throw new ProblemError(problemOf(answer.error))
      replaces = announcement.keyId
    }
  } finally {
    await desk.close()
  }
}
