/**
 * The steps of an erasure, one by one; each may be done again without harm.
 */
import { join, relative } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { certificateOf, readCertificates, writeCertificate, type Search } from './certificate.ts'
import { destroyKeys, fence } from './destroying.ts'
import { isPast, write, type Erasing } from './journal.ts'
import { addToLedger, type Entry } from './ledger.ts'
import { filesIn, search } from './search.ts'
import type { Answer, EraseError, Erased, ErasureSettings, Keeping } from './settings.ts'
import { surveyOf, type Surveyed } from './survey.ts'
import { soughtAmong } from './values.ts'

export const fenceAll = async <Failure>(
  settings: ErasureSettings<Failure>,
  { erasure, partyId }: Erasing,
): Answer<Failure, Partial<Erasing>> => {
  const { subjects } = await surveyOf(settings, partyId)
  fence(settings.vault, erasure, subjects, settings.clock())
  return E.right({})
}

/**
 * Destroys every key of the person, also those of what was linked while nobody had put up a fence:
 * the log is asked anew until it has nothing more.
 */
export const destroyAll = async (
  keeping: Keeping,
  erasing: Erasing,
): Promise<E.Either<EraseError, Partial<Erasing>>> => {
  const { vault, clock, ledger } = keeping
  for (let known = new Set<string>(); ;) {
    const survey = await surveyOf(keeping, erasing.partyId)
    const { subjects, keyIds: found, events, values, isEntangled } = survey
    const keyIds = keysOf(vault, subjects, found)
    if (subjects.every((subject) => known.has(subject)))
      return E.right({ subjects, keyIds, events, values, isEntangled })
    fence(vault, erasing.erasure, subjects, clock())
    const destroyed = destroyKeys(vault, { subjects, keyIds }, clock())
    if (E.isLeft(destroyed)) return destroyed
    const line = addToLedger(ledger, entryOf({ ...erasing, subjects, keyIds }))
    if (E.isLeft(line)) return line
    known = new Set(subjects)
  }
}

const entryOf = ({ erasure, partyId, basis, subjects, keyIds, at }: Erasing): Entry => ({
  erasure,
  partyId,
  basis,
  subjects,
  keys: keyIds,
  at: at.fenced ?? at.begun ?? 0,
})

/** The ids of all keys of the subjects, in use or not. */
const keysOf = (
  { db }: Surveyed['vault'],
  subjects: ReadonlyArray<string>,
  found: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const ofSubject = db.prepare('SELECT key_id FROM keys WHERE subject = ?').pluck()
  const own = subjects.flatMap((subject) => ofSubject.all(subject).map(String))
  return [...new Set([...own, ...found])].sort()
}

/** What was under way when the fence went up is in the log by now. */
export const scrubAll = async <Failure>(
  settings: ErasureSettings<Failure>,
  erasing: Erasing,
): Answer<Failure, Partial<Erasing>> => {
  const all = await destroyAll(settings, erasing)
  if (E.isLeft(all)) return all
  const clean = await settings.scrub(all.right.isEntangled ?? erasing.isEntangled)()
  return E.map(() => all.right)(clean)
}

export const certify = async <Failure>(
  settings: ErasureSettings<Failure>,
  erasing: Erasing,
  values: ReadonlySet<string> | undefined,
): Answer<Failure, Erased> => {
  const { vault, ledger, certificates, clock } = settings
  const line = addToLedger(ledger, entryOf(erasing))
  if (E.isLeft(line)) return line
  const searched = await searchFor(settings, values)
  const ended = { ...erasing, at: { ...erasing.at, certified: clock() } }
  const of = { desk: vault.desk, search: searched, ledger: line.right.hash }
  const certificate = certificateOf(ended, of)
  const file = writeCertificate(certificates, certificate)
  write(vault, ended)
  return E.right({ certificate, file })
}

const searchFor = async <Failure>(
  { folder, store }: ErasureSettings<Failure>,
  values: ReadonlySet<string> | undefined,
): Promise<Search> => {
  if (values === undefined) return { status: 'notPossible', why: 'resumed' }
  const { values: sought, tooShort, sharedWithOthers } = await soughtAmong(values, store)
  const { files, bytes, found: all } = search(filesIn(folder), sought)
  const found = all.map((each) => ({ ...each, file: relative(folder, each.file) }))
  const searched = sought.length
  return { status: 'done', files, bytes, searched, tooShort, sharedWithOthers, found }
}

/** What was certified before; nothing if the erasure has not ended, or its certificate is gone. */
export const certified = <Failure>(
  { certificates }: ErasureSettings<Failure>,
  erasing: Erasing,
): Erased | undefined => {
  if (!isPast(erasing, 'certified')) return undefined
  const certificate = readCertificates(certificates).find(
    ({ erasure }) => erasure === erasing.erasure,
  )
  if (certificate === undefined) return undefined
  return { certificate, file: join(certificates, `${certificate.erasure}.json`) }
}
