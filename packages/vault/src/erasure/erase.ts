/**
 * Erasing a person, step by step, each of which is safe to do again:
 *
 *   request as a fact → fence → keys destroyed, ledger → erasure as a fact → read models scrubbed →
 *   files searched, certificate
 *
 * Whatever interrupts it, asking for the same erasure again goes on where it was. Keys go before the
 * fact: a log that says that somebody was erased is never wrong.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { toIso, type Actor } from '@deskledger/kernel'
import { toStoreError, type EventStore, type StoreError } from '@deskledger/event-store'
import { kindOf } from '../subject.ts'
import { remains, signed, writeCertificate, type Certificate, type Search } from './certificate.ts'
import { destroyKeys, fence, type KeysStillRead } from './destroying.ts'
import { erasureOf, isPast, write, type Erasing, type Step } from './journal.ts'
import { addToLedger, type LedgerDamaged } from './ledger.ts'
import { filesIn, search } from './search.ts'
import { surveyOf, type Survey, type Surveyed } from './survey.ts'
import { soughtAmong, valuesOf } from './values.ts'

/** What a desk does for an erasure; each is done at most once in effect, however often it is asked. */
export interface House<Failure> {
  readonly request: (erasing: Erasing) => TaskEither<Failure, unknown>
  readonly tell: (erasing: Erasing) => TaskEither<Failure, unknown>
  /** Leaves nothing of the person in the read models; builds them anew if that takes it. */
  readonly scrub: (isEntangled: boolean) => TaskEither<Failure, unknown>
}

export interface ErasureSettings<Failure> extends Surveyed, House<Failure> {
  readonly folder: string
  readonly ledger: string
  readonly certificates: string
  readonly clock: () => number
  /** The log with everything unsealed that still can be. */
  readonly store: EventStore
}

export interface EraseRequest {
  readonly erasure: string
  readonly partyId: string
  readonly basis: string
  /** In words; must not name the person. */
  readonly reason: string
  readonly actor: Actor
  readonly onStep?: (step: Step) => void
}

export type EraseError =
  | StoreError
  | KeysStillRead
  | LedgerDamaged
  /** The reason would keep what is to be erased. Nothing was done. */
  | { readonly _tag: 'ReasonNamesPerson' }

export interface Erased {
  readonly certificate: Certificate
  readonly file: string
}

type Answer<Failure, A> = Promise<E.Either<EraseError | Failure, A>>

/** Goes on with the erasure of the party if there is one. */
export const erase =
  <Failure>(settings: ErasureSettings<Failure>, request: EraseRequest) =>
  async (): Answer<Failure, Erased> => {
    const { vault, clock } = settings
    try {
      const known = erasureOf(vault, request.partyId)
      const survey = await surveyOf(settings, request.partyId)
      const values = await valuesOf(settings, new Set(survey.subjects))
      if (known === undefined && names(request.reason, values))
        return E.left({ _tag: 'ReasonNamesPerson' })
      const isFresh = known === undefined || !isPast(known, 'destroyed')
      const begun = known ?? beginning(request, survey, clock())
      if (known === undefined) write(vault, begun)
      return await goOn(settings, { request, survey, values: isFresh ? values : undefined }, begun)
    } catch (caught) {
      return E.left(toStoreError(caught))
    }
  }

const names = (reason: string, values: ReadonlySet<string>): boolean =>
  [...values].some((value) => value.length > 2 && reason.includes(value))

const beginning = (
  { erasure, partyId, basis, reason, actor }: EraseRequest,
  { subjects, keyIds, events, values, isEntangled }: Survey,
  at: number,
): Erasing => ({
  ...{ erasure, partyId, basis, reason, actor, at: { begun: at } },
  ...{ subjects, keyIds, events, values, isEntangled },
})

interface Course {
  readonly request: EraseRequest
  readonly survey: Survey
  /** What was said of the person; nobody knows any more once an interruption came too late. */
  readonly values: ReadonlySet<string> | undefined
}

type Work<Failure> = (erasing: Erasing) => Answer<Failure, Partial<Erasing>>

const goOn = async <Failure>(
  settings: ErasureSettings<Failure>,
  { request, survey, values }: Course,
  begun: Erasing,
): Answer<Failure, Erased> => {
  const { vault, clock, ledger } = settings
  let erasing = begun
  const step = async (name: Step, work: Work<Failure>): Answer<Failure, void> => {
    if (isPast(erasing, name)) return E.right(undefined)
    const done = await work(erasing)
    if (E.isLeft(done)) return done
    erasing = { ...erasing, ...done.right, at: { ...erasing.at, [name]: clock() } }
    write(vault, erasing)
    request.onStep?.(name)
    return E.right(undefined)
  }
  const doing =
    (task: (erasing: Erasing) => TaskEither<Failure, unknown>): Work<Failure> =>
    async (now) =>
      E.map(() => ({}))(await task(now)())

  request.onStep?.('begun')
  const asked = await step('requested', doing(settings.request))
  if (E.isLeft(asked)) return asked
  const fenced = await step('fenced', async ({ erasure }) => {
    fence(vault, erasure, survey.subjects, clock())
    return E.right({})
  })
  if (E.isLeft(fenced)) return fenced
  const destroyed = await step('destroyed', (now) => destroyAll(settings, now))
  if (E.isLeft(destroyed)) return destroyed
  const told = await step('told', doing(settings.tell))
  if (E.isLeft(told)) return told
  const scrubbed = await step('scrubbed', async (now) => {
    const late = await destroyAll(settings, now)
    if (E.isLeft(late)) return late
    const clean = await settings.scrub(now.isEntangled)()
    return E.map(() => late.right)(clean)
  })
  if (E.isLeft(scrubbed)) return scrubbed
  const line = addToLedger(ledger, entryOf(erasing))
  if (E.isLeft(line)) return line
  const searched = await searchFor(settings, values)
  const certified = { ...erasing, at: { ...erasing.at, certified: clock() } }
  const certificate = certificateOf(certified, vault.desk, searched, line.right.hash)
  const file = writeCertificate(settings.certificates, certificate)
  write(vault, certified)
  request.onStep?.('certified')
  return E.right({ certificate, file })
}

const entryOf = ({ erasure, partyId, basis, subjects, keyIds, at }: Erasing) => ({
  ...{ erasure, partyId, basis, subjects, keys: keyIds },
  at: at.fenced ?? at.begun ?? 0,
})

/**
 * Destroys every key of the person, also those of what was linked while nobody had put up a fence:
 * the log is asked anew until it has nothing more.
 */
const destroyAll = async <Failure>(
  settings: ErasureSettings<Failure>,
  erasing: Erasing,
): Answer<Failure, Partial<Erasing>> => {
  const { vault, clock, ledger } = settings
  for (let known = new Set<string>(); ;) {
    const survey = await surveyOf(settings, erasing.partyId)
    const { subjects, keyIds } = survey
    if (subjects.every((subject) => known.has(subject))) {
      const { events, values, isEntangled } = survey
      return E.right({
        subjects,
        keyIds: gone(vault, subjects, keyIds),
        events,
        values,
        isEntangled,
      })
    }
    fence(vault, erasing.erasure, subjects, clock())
    const destroyed = destroyKeys(vault, { subjects, keyIds }, clock())
    if (E.isLeft(destroyed)) return destroyed
    const line = addToLedger(ledger, {
      ...entryOf(erasing),
      ...{ subjects, keys: destroyed.right, at: clock() },
    })
    if (E.isLeft(line)) return line
    known = new Set(subjects)
  }
}

/** The ids of all keys of the subjects; all of them are erased by now. */
const gone = (
  { db }: Surveyed['vault'],
  subjects: ReadonlyArray<string>,
  keyIds: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const ofSubject = db.prepare('SELECT key_id FROM keys WHERE subject = ?').pluck()
  const own = subjects.flatMap((subject) => ofSubject.all(subject).map(String))
  return [...new Set([...own, ...keyIds])].sort()
}

const searchFor = async <Failure>(
  { folder, store }: ErasureSettings<Failure>,
  values: ReadonlySet<string> | undefined,
): Promise<Search> => {
  if (values === undefined) return { status: 'notPossible', why: 'resumed' }
  const { values: sought, tooShort, sharedWithOthers } = await soughtAmong(values, store)
  const searched = search(filesIn(folder), sought)
  const found = searched.found.map((each) => ({
    ...each,
    file: each.file.slice(folder.length + 1),
  }))
  return { status: 'done', searched: sought.length, tooShort, sharedWithOthers, ...searched, found }
}

const certificateOf = (
  erasing: Erasing,
  desk: string,
  searched: Search,
  ledger: string,
): Certificate => {
  const { erasure, partyId, basis, reason, actor, at, subjects, keyIds, events, values } = erasing
  const counts: Record<string, number> = {}
  for (const subject of subjects) counts[kindOf(subject)] = (counts[kindOf(subject)] ?? 0) + 1
  const iso = (step: Step): string => toIso(at[step] ?? 0)
  return signed({
    ...{ certificate: 1, erasure, desk, partyId, basis, reason, actor },
    requestedAt: iso('requested'),
    fencedAt: iso('fenced'),
    keysDestroyedAt: iso('destroyed'),
    erasedAt: iso('told'),
    readModelsScrubbedAt: iso('scrubbed'),
    certifiedAt: iso('certified'),
    subjects: counts,
    keys: keyIds,
    ...{ events, values, search: searched, ledger, remains },
  })
}
