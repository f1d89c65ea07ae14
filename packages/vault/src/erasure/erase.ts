/**
 * Erasing a person, step by step, each of which is safe to do again:
 *
 *   request as a fact → fence → keys destroyed, ledger → erasure as a fact → read models scrubbed →
 *   files searched, certificate
 *
 * Whatever interrupts it, asking for the same erasure again goes on where it was. Keys go before the
 * fact: a log that says that somebody was erased is never wrong.
 */
import { relative } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Actor } from '@deskledger/kernel'
import { toStoreError, type EventStore, type StoreError } from '@deskledger/event-store'
import { certificateOf, writeCertificate, type Certificate, type Search } from './certificate.ts'
import { destroyKeys, fence, type KeysStillRead } from './destroying.ts'
import { erasureOf, isPast, write, type Erasing, type Step } from './journal.ts'
import { addToLedger, type Entry, type LedgerDamaged } from './ledger.ts'
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

/** What it takes to destroy keys. */
export type Keeping = Surveyed & Pick<ErasureSettings<never>, 'ledger' | 'clock'>

/** The fence and the keys alone, for a desk that learns of an erasure in another way. */
export const eraseKeys =
  (keeping: Keeping, request: Omit<EraseRequest, 'onStep'>) =>
  async (): Promise<E.Either<EraseError, void>> => {
    try {
      const survey = await surveyOf(keeping, request.partyId)
      const done = await destroyAll(keeping, beginning(request, survey, keeping.clock()))
      return E.map(() => undefined)(done)
    } catch (caught) {
      return E.left(toStoreError(caught))
    }
  }

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
      const erasing = known ?? beginning(request, survey, clock())
      if (known === undefined) write(vault, erasing)
      const isKnown = !isPast(erasing, 'destroyed')
      const { onStep } = request
      return await goOn(settings, { erasing, values: isKnown ? values : undefined, onStep })
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
  erasure,
  partyId,
  basis,
  reason,
  actor,
  at: { begun: at },
  subjects,
  keyIds,
  events,
  values,
  isEntangled,
})

interface Course {
  readonly erasing: Erasing
  /** What was said of the person; nobody knows any more once an interruption came too late. */
  readonly values: ReadonlySet<string> | undefined
  readonly onStep: EraseRequest['onStep']
}

/** The work of each step; what has become known by it. */
type Work<Failure> = (erasing: Erasing) => Answer<Failure, Partial<Erasing>>

const worksOf = <Failure>(
  settings: ErasureSettings<Failure>,
): ReadonlyArray<readonly [Step, Work<Failure>]> => {
  const doing =
    (task: (erasing: Erasing) => TaskEither<Failure, unknown>): Work<Failure> =>
    async (now) =>
      E.map(() => ({}))(await task(now)())
  return [
    ['requested', doing(settings.request)],
    ['fenced', (now) => fenceAll(settings, now)],
    ['destroyed', (now) => destroyAll(settings, now)],
    ['told', doing(settings.tell)],
    ['scrubbed', (now) => scrubAll(settings, now)],
  ]
}

const goOn = async <Failure>(
  settings: ErasureSettings<Failure>,
  { erasing: begun, values, onStep }: Course,
): Answer<Failure, Erased> => {
  const { vault, clock } = settings
  let erasing = begun
  onStep?.('begun')
  for (const [step, work] of worksOf(settings)) {
    if (isPast(erasing, step)) continue
    const done = await work(erasing)
    if (E.isLeft(done)) return done
    erasing = { ...erasing, ...done.right, at: { ...erasing.at, [step]: clock() } }
    write(vault, erasing)
    onStep?.(step)
  }
  const certified = await certify(settings, erasing, values)
  if (E.isRight(certified)) onStep?.('certified')
  return certified
}

// ------------------------------------------------------------------------------------------------
// steps
// ------------------------------------------------------------------------------------------------

const fenceAll = async <Failure>(
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
const destroyAll = async (
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
const scrubAll = async <Failure>(
  settings: ErasureSettings<Failure>,
  erasing: Erasing,
): Answer<Failure, Partial<Erasing>> => {
  const all = await destroyAll(settings, erasing)
  if (E.isLeft(all)) return all
  const clean = await settings.scrub(all.right.isEntangled ?? erasing.isEntangled)()
  return E.map(() => all.right)(clean)
}

const certify = async <Failure>(
  settings: ErasureSettings<Failure>,
  erasing: Erasing,
  values: ReadonlySet<string> | undefined,
): Answer<Failure, Erased> => {
  const { vault, ledger, certificates, clock } = settings
  const line = addToLedger(ledger, entryOf(erasing))
  if (E.isLeft(line)) return line
  const searched = await searchFor(settings, values)
  const certified = { ...erasing, at: { ...erasing.at, certified: clock() } }
  const of = { desk: vault.desk, search: searched, ledger: line.right.hash }
  const certificate = certificateOf(certified, of)
  const file = writeCertificate(certificates, certificate)
  write(vault, certified)
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
