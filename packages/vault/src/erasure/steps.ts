/**
 * The steps of an erasure, one by one; each may be done again without harm.
 */
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import {
  certificateOf,
  readCertificates,
  remainsOfFiles,
  remainsOfServers,
  writeCertificate,
} from './certificate.ts'
import { isPast, type Erasing } from './journal.ts'
import { addToLedger, type Entry } from './ledger.ts'
import { searchFor } from './searching.ts'
import type { Answer, EraseError, Erased, ErasureSettings, Keeping } from './settings.ts'
import type { Subject } from '../subject.ts'
import { surveyOf, type Surveyed } from './survey.ts'
import type { Said } from './values.ts'

export const fenceAll = async <Failure>(
  settings: ErasureSettings<Failure>,
  { erasure, partyId }: Erasing,
): Answer<Failure, Partial<Erasing>> => {
  const { subjects } = await surveyOf(settings, partyId)
  await settings.vault.fence({ erasure, subjects, at: settings.clock() })
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
    const keyIds = await keysOf(vault, subjects, found)
    if (subjects.every((subject) => known.has(subject)))
      return E.right({ subjects, keyIds, events, values, isEntangled })
    await vault.fence({ erasure: erasing.erasure, subjects, at: clock() })
    const destroyed = await vault.destroy({ subjects, keyIds }, clock())
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
const keysOf = async (
  vault: Surveyed['vault'],
  subjects: ReadonlyArray<Subject>,
  found: ReadonlyArray<string>,
): Promise<ReadonlyArray<string>> => {
  const own = [...(await vault.keyIdsOf(subjects)).values()].flat()
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
  said: Said | undefined,
): Answer<Failure, Erased> => {
  const { vault, ledger, certificates, clock, folder } = settings
  const line = addToLedger(ledger, entryOf(erasing))
  if (E.isLeft(line)) return line
  const searched = await searchFor(settings, said)
  const ended = { ...erasing, at: { ...erasing.at, certified: clock() } }
  const remains = folder === undefined ? remainsOfServers : remainsOfFiles
  const of = { desk: vault.desk, search: searched, ledger: line.right.hash, remains }
  const certificate = certificateOf(ended, of)
  const file = writeCertificate(certificates, certificate)
  await vault.journal.write(ended)
  return E.right({ certificate, file })
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
