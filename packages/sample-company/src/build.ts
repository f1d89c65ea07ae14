/**
 * Building the sample: `await buildSampleYear({ folder: 'my-desk' })`.
 *
 * Promises: the same seed and days give the same log, event by event, with the same ids, positions
 * and times, and the same read models, on every machine and however often a build was interrupted. A
 * desk is there as a whole or not at all. Refuses a folder that holds anything else, and leaves it as
 * it was.
 */
import { isDesk, openDesk } from '@deskledger/desk'
import { daysOfYear, yearBegins } from './calendar.ts'
import { problemWith } from './building/problems.ts'
import { commandIds, eventsOfSample, type Form } from './building/sample.ts'
import { stagingIn, type Staging } from './building/staging.ts'
import { played } from './simulation/year.ts'

/** The seed of the sample that is documented. */
export const builtInSeed = 20_250_101

export interface SampleYear extends Partial<Form> {
  /** Where the desk is to be. Made if it is not there. */
  readonly folder: string
  /** Hears of the beginning of each day, counted from 0, and how many events there are by then. */
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  readonly day: number
  readonly days: number
  readonly events: number
}

export interface Built {
  /** `resumed`: somebody had begun and not ended it; it was built from what is certain, anew. */
  readonly status: 'built' | 'resumed' | 'alreadyThere'
  readonly events: number
}

/** Rejects with a `ProblemError` whose `problem.error` is a `SampleError`. */
export const buildSampleYear = async (year: SampleYear): Promise<Built> => {
  const { folder, seed = builtInSeed, days = daysOfYear } = year
  const form = { seed, days }
  if (!isForm(form)) throw problemWith({ _tag: 'NoSuchForm', ...form })
  const there = await eventsOfSample(folder, form)
  if (there !== undefined) return { status: 'alreadyThere', events: there }
  if (isDesk(folder)) throw problemWith({ _tag: 'NotTheSample', folder })
  return built(year, form)
}

const isForm = ({ seed, days }: Form): boolean =>
  Number.isSafeInteger(seed) && Number.isSafeInteger(days) && days >= 1 && days <= daysOfYear

const built = async (year: SampleYear, form: Form): Promise<Built> => {
  const staging = stagingIn(year.folder)
  try {
    if (!staging.isHalfPublished) await staged(staging, form, year.onProgress)
    staging.publish()
    const events = (await eventsOfSample(year.folder, form)) ?? 0
    return { status: staging.hasRemains ? 'resumed' : 'built', events }
  } finally {
    staging.leave()
  }
}

/** What was played out by somebody who was killed afterwards is as good as new. */
const staged = async (
  { folder, clear }: Staging,
  form: Form,
  onProgress: SampleYear['onProgress'],
): Promise<void> => {
  if ((await eventsOfSample(folder, form)) === undefined) {
    clear()
    await playedIn(folder, form, onProgress)
  }
  const desk = await openDesk({ folder, mode: 'still' })
  await desk.caughtUp()
  await desk.close()
}

/** On a desk of its own, which nobody else has opened. */
const playedIn = async (
  folder: string,
  form: Form,
  onProgress: SampleYear['onProgress'],
): Promise<void> => {
  const clock = { now: yearBegins }
  const { uuid: ids } = commandIds(form)
  const setting = { clock: () => clock.now, ids, mode: 'still', durability: 'normal' } as const
  const desk = await openDesk({ folder, ...setting })
  const setClock = (at: number): void => {
    clock.now = at
  }
  const { days } = form
  const onDay = (day: number, events: number) => onProgress?.({ day, days, events })
  await played({ desk, setClock, ...form, onDay })
  await desk.close()
}
