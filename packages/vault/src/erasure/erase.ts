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
import { toStoreError } from '@deskledger/event-store'
import { isPast, type Erasing, type Step } from './journal.ts'
import type {
  Answer,
  EraseError,
  Erased,
  EraseRequest,
  ErasureSettings,
  Keeping,
} from './settings.ts'
import { certified, certify, destroyAll, fenceAll, scrubAll } from './steps.ts'
import { surveyOf, type Survey } from './survey.ts'
import { valuesOf, type Said } from './values.ts'

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
      const known = await vault.journal.of(request.partyId)
      const ended = known === undefined ? undefined : certified(settings, known)
      if (ended !== undefined) return E.right(ended)
      const survey = await surveyOf(settings, request.partyId)
      const said = await valuesOf(settings, new Set(survey.subjects))
      if (known === undefined && names(request.reason, said.values))
        return E.left({ _tag: 'ReasonNamesPerson' })
      const erasing = known ?? (await vault.journal.begin(beginning(request, survey, clock())))
      const isKnown = !isPast(erasing, 'destroyed')
      const { onStep } = request
      return await goOn(settings, { erasing, said: isKnown ? said : undefined, onStep })
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
  readonly said: Said | undefined
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
  { erasing: begun, said, onStep }: Course,
): Answer<Failure, Erased> => {
  const { vault, clock } = settings
  let erasing = begun
  onStep?.('begun')
  for (const [step, work] of worksOf(settings)) {
    if (isPast(erasing, step)) continue
    const done = await work(erasing)
    if (E.isLeft(done)) return done
    erasing = { ...erasing, ...done.right, at: { ...erasing.at, [step]: clock() } }
    await vault.journal.write(erasing)
    onStep?.(step)
  }
  const ended = await certify(settings, erasing, said)
  if (E.isRight(ended)) onStep?.('certified')
  return ended
}
