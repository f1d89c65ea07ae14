/**
 * Erasing in a file of keys.
 */
import type { Link, Subject } from '../subject.ts'
import { destroyKeys, durably, fence, type KeysFile } from './destroying.ts'
import type { ErasableKeys } from './erasable.ts'
import { isPast, stepOf, type Erasing, type Journal } from './journal.ts'

export const erasableFile = (desk: string, keys: KeysFile): ErasableKeys => ({
  desk,
  place: keys.file,
  keyIdsOf: (subjects) => Promise.resolve(keyIdsOf(keys, subjects)),
  links: () => Promise.resolve(linksIn(keys)),
  fence: async ({ erasure, subjects, at }) => fence(keys, erasure, subjects, at),
  destroy: async (doomed, at) => destroyKeys(keys, doomed, at),
  journal: journalIn(keys),
})

const keyIdsOf = (
  { db }: KeysFile,
  subjects: ReadonlyArray<Subject>,
): ReadonlyMap<Subject, ReadonlyArray<string>> => {
  const ofSubject = db.prepare('SELECT key_id FROM keys WHERE subject = ?').pluck()
  const found = new Map<Subject, ReadonlyArray<string>>()
  for (const subject of subjects) {
    const ids = ofSubject.all(subject).map(String)
    if (ids.length > 0) found.set(subject, ids)
  }
  return found
}

const linksIn = ({ db }: KeysFile): ReadonlyArray<Link> => {
  const rows = db.prepare('SELECT subject, owner FROM links').raw().all()
  return (rows as ReadonlyArray<[Subject, Subject]>).map(([of, to]) => ({ of, to }))
}

const journalIn = ({ db }: KeysFile): Journal => {
  const notesOf = (where: string, ...params: ReadonlyArray<string>): ReadonlyArray<Erasing> =>
    db
      .prepare(`SELECT note FROM erasures WHERE ${where} ORDER BY erasure`)
      .pluck()
      .all(...params)
      .map((note) => JSON.parse(String(note)) as Erasing)
  const of = (partyId: string): Erasing | undefined =>
    notesOf('subject = ?', `party:${partyId}`).at(0)
  const put = (erasing: Erasing): void => {
    const { erasure, partyId } = erasing
    const row = { erasure, subject: `party:${partyId}`, step: stepOf(erasing) }
    db.prepare(
      `INSERT INTO erasures VALUES (@erasure, @subject, @step, @note)
       ON CONFLICT(erasure) DO UPDATE SET step = @step, note = @note`,
    ).run({ ...row, note: JSON.stringify(erasing) })
  }
  const write = (erasing: Erasing): void => {
    const known = of(erasing.partyId)
    if (known === undefined || isPast(erasing, stepOf(known))) put(erasing)
  }
  return {
    begin: async (erasing) =>
      durably({ db }, () => {
        const known = of(erasing.partyId)
        if (known === undefined) put(erasing)
        return known ?? erasing
      }),
    write: async (erasing) => durably({ db }, () => write(erasing)),
    of: async (partyId) => of(partyId),
    all: async () => notesOf('true'),
  }
}
