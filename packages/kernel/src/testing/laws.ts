/**
 * Laws that hold for every decider, each a sentence and a property that checks it on random histories.
 *
 * `for (const law of laws(decider, { anyCommand })) test(law.statement, law.check)`: any runner will do.
 */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../command.ts'
import { replay, type Decider, type Refusal } from '../decider.ts'
import type { Fact } from '../event.ts'
import { issuesOf } from '../report.ts'
import { anyEvent } from './arbitrary.ts'
import { expectSame, expectThat, isSame } from './expectation.ts'
import { anyHistory, obey, steps } from './history.ts'

export interface Law {
  readonly statement: string
  readonly check: () => void
}

export interface LawSettings<C extends Command, State, Event extends Fact> {
  readonly anyCommand: fc.Arbitrary<C>
  /** Events that leave the state as it was: facts that no later rule needs. */
  readonly silent?: ReadonlyArray<Event['type']>
  /** Commands that mean something new each time they are heard. */
  readonly repeatable?: ReadonlyArray<C['type']>
  /** How far a state has come; falls only by events in `reopening`. */
  readonly progress?: (state: State) => number
  readonly reopening?: ReadonlyArray<Event['type']>
  /** Statuses that random histories must reach, each in at least 3 of 100. */
  readonly reaches?: {
    readonly statusOf: (state: State) => string
    readonly statuses: ReadonlyArray<string>
  }
  /** How many random histories each law sees; 200 unless told. */
  readonly runs?: number
}

/** All laws of the house for one decider. */
export const laws = <C extends Command, State, Event extends Fact, Rejection extends Refusal>(
  decider: Decider<C, State, Event, Rejection>,
  settings: LawSettings<C, State, Event>,
): ReadonlyArray<Law> => [
  readBack(decider, settings),
  replayable(decider, settings),
  wellFormed(decider, settings),
  noticed(decider, settings),
  heardOnce(decider, settings),
  deterministic(decider, settings),
  identified(decider),
  ...(settings.progress === undefined ? [] : [advancing(decider, settings, settings.progress)]),
  ...(settings.reaches === undefined ? [] : [reaching(decider, settings, settings.reaches)]),
]

const law = <Input>(
  { runs = 200 }: { readonly runs?: number },
  statement: string,
  property: fc.IProperty<Input>,
): Law => ({ statement, check: () => fc.assert(property, { numRuns: runs }) })

const readBack = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  { events }: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
): Law =>
  law(
    settings,
    'is read back as it was written',
    fc.property(anyEvent(events), (event) => {
      const stored = events.encode(event)
      expectThat(E.isRight(stored), `${event.type} cannot be written`, stored)
      if (E.isRight(stored))
        expectSame(
          'read back',
          events.decode(JSON.parse(JSON.stringify(stored.right))),
          E.right(event),
        )
    }),
  )

const replayable = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
): Law =>
  law(
    settings,
    'can be replayed from any events, even from a history that should not exist',
    fc.property(fc.array(anyEvent(decider.events)), (history) => {
      const written = JSON.stringify(history)
      expectSame('the same again', replay(decider, history), replay(decider, history))
      for (const { after, event } of steps(decider, history))
        for (const about of decider.concerns(after, event))
          expectThat(
            /^[a-z]+:.+/.test(about),
            `${event.type} concerns ${about}, which is no concern`,
          )
      expectSame('the events, left alone', JSON.stringify(history), written)
    }),
  )

const wellFormed = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
): Law =>
  law(
    settings,
    'causes only events that it declares, as they are declared, each with its own id',
    fc.property(anyHistory(decider, settings.anyCommand), (history) => {
      for (const { type, data } of history) {
        const codec = decider.events.codecs.get(type)
        expectThat(codec !== undefined, `${type} is not declared`)
        expectSame(type, codec && issuesOf(codec.data, data), [])
        expectThat(Object.hasOwn(Object(data), decider.idField), `${type} lacks ${decider.idField}`)
      }
    }),
  )

const noticed = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
): Law =>
  law(
    settings,
    'is changed by every event it causes, but for those that no rule needs',
    fc.property(anyHistory(decider, settings.anyCommand), (history) => {
      for (const { before, event, after } of steps(decider, history))
        expectThat(
          settings.silent?.includes(event.type) === true || !isSame(before, after),
          `${event.type} changes nothing`,
          before,
        )
    }),
  )

const heardOnce = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
): Law =>
  law(
    settings,
    'hears a repeated command once',
    fc.property(
      anyHistory(decider, settings.anyCommand),
      settings.anyCommand,
      (history, command) => {
        if (settings.repeatable?.includes(command.type) === true) return
        const once = obey(decider, history, command)
        expectSame(`${command.type} again`, obey(decider, once, command), once)
      },
    ),
  )

const deterministic = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
): Law =>
  law(
    settings,
    'answers the same command on the same state the same, and refuses with data',
    fc.property(
      anyHistory(decider, settings.anyCommand),
      settings.anyCommand,
      (history, command) => {
        const state = replay(decider, history)
        const answer = decider.decide(command, state)
        expectSame('the same answer', decider.decide(command, state), answer)
        if (E.isLeft(answer))
          expectSame('a refusal as data', JSON.parse(JSON.stringify(answer.left)), answer.left)
      },
    ),
  )

const identified = <C extends Command, S, Ev extends Fact, R extends Refusal>({
  begins,
  commands,
  idField,
}: Decider<C, S, Ev, R>): Law => ({
  statement: 'declares its id in every command',
  check: () => {
    for (const [type, { required }] of Object.entries(commands))
      expectThat(idField in required, `${type} lacks ${idField}`)
    for (const type of begins)
      expectThat(type in commands, `there is no command ${type} to begin with`)
  },
})

const advancing = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
  progress: (state: S) => number,
): Law =>
  law(
    settings,
    'goes back only by the events that reopen it',
    fc.property(anyHistory(decider, settings.anyCommand), (history) => {
      for (const { before, event, after } of steps(decider, history))
        expectThat(
          settings.reopening?.includes(event.type) === true || progress(after) >= progress(before),
          `${event.type} goes back`,
          before,
          after,
        )
    }),
  )

const reaching = <C extends Command, S, Ev extends Fact, R extends Refusal>(
  decider: Decider<C, S, Ev, R>,
  settings: LawSettings<C, S, Ev>,
  { statusOf, statuses }: NonNullable<LawSettings<C, S, Ev>['reaches']>,
): Law => ({
  statement: `has random histories that reach ${statuses.join(', ')}`,
  check: () => {
    const seen = fc
      .sample(anyHistory(decider, settings.anyCommand), { numRuns: 300, seed: 1 })
      .map((history) => new Set(steps(decider, history).map(({ after }) => statusOf(after))))
    for (const status of statuses) {
      const of100 = (100 * seen.filter((those) => those.has(status)).length) / seen.length
      expectThat(of100 >= 3, `${status} is reached in only ${of100.toFixed(1)} of 100`)
    }
  },
})
