/**
 * What every event log promises, as sentences that a store can be held against.
 *
 * `eventStoreContract('the SQLite log', open)` declares one test for each. `open` gives an empty log
 * each time it is called; a store names the abilities that it lacks, and is not asked about those.
 * The cases themselves know no test runner: `themes` and `onTrial` are all that another one needs.
 */
import { describe, test } from '@jest/globals'
import { appending } from './appending.ts'
import { closing } from './closing.ts'
import { commandIds } from './command-ids.ts'
import { data, fullEvents } from './data.ts'
import { envelopes, recordedTimes } from './envelopes.ts'
import { expectedRevisions } from './expected-revisions.ts'
import { following } from './following.ts'
import { filtering } from './filtering.ts'
import { handling, rivalDesks } from './handling.ts'
import { hearing } from './hearing.ts'
import { limits } from './limits.ts'
import { leaving } from './leaving.ts'
import { gaplessPositions, positions } from './positions.ts'
import { readingAll, readingStreams } from './reading.ts'
import { reopening } from './reopening.ts'
import { rivals } from './rivals.ts'
import { transcribing, transcribingInTime } from './transcribing.ts'
import { together, togetherWithRivals } from './together.ts'
import { onTrial, type Ability, type Open, type Theme } from './trial.ts'

export { agreesWithMemory } from './model.ts'
/** A small decider with words for its commands, for specs of whatever handles commands. */
export * as vouchers from './voucher.ts'
export {
  onTrial,
  type Ability,
  type Bench,
  type Open,
  type Theme,
  type Trial,
  type TrialSettings,
} from './trial.ts'

export const themes: ReadonlyArray<Theme> = [
  appending,
  expectedRevisions,
  commandIds,
  together,
  readingStreams,
  readingAll,
  filtering,
  envelopes,
  recordedTimes,
  data,
  fullEvents,
  limits,
  positions,
  gaplessPositions,
  hearing,
  following,
  leaving,
  closing,
  rivals,
  togetherWithRivals,
  reopening,
  handling,
  rivalDesks,
  transcribing,
  transcribingInTime,
]

export const eventStoreContract = (
  name: string,
  open: Open,
  { lacks = [] }: { readonly lacks?: ReadonlyArray<Ability> } = {},
): void => {
  const isAsked = ({ needs = [] }: Theme) => !needs.some((ability) => lacks.includes(ability))
  describe(name, () => {
    for (const { about, cases } of themes.filter(isAsked))
      describe(about, () => {
        for (const [sentence, check] of Object.entries(cases))
          test(sentence, () => onTrial(open, check))
      })
  })
}
