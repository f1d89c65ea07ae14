/**
 * Any story in the world: what people do, what the runner does, and what goes wrong in between.
 */
import { at } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as S from './samples.ts'
import { world as newWorld, type World } from './world.ts'

// ------------------------------------------------------------------------------------------------
// what customers, agents and supervisors do from outside
// ------------------------------------------------------------------------------------------------

/** Asks for something that depends on what is offered just then. */
export type Deed = (world: World) => void

const deed = <A>(arbitrary: fc.Arbitrary<A>, asked: (a: A) => ReadonlyArray<S.Asked>) =>
  arbitrary.map((a): Deed => {
    const commands = asked(a)
    const all: Deed = (world) => commands.forEach((command) => world.ask(command))
    return Object.assign(all, { [fc.toStringMethod]: () => JSON.stringify(commands) })
  })

const answer = (name: string, answered: (offer: S.Offer) => S.Asked) =>
  fc.nat({ max: 1 }).map((n): Deed => {
    const one: Deed = (world) =>
      S.offersIn(world.log)
        .slice(n, n + 1)
        .forEach((offer) => world.ask(answered(offer)))
    return Object.assign(one, { [fc.toStringMethod]: () => `${name} ${n}` })
  })

const anyAgent = fc.constantFrom(S.ana, S.ben, S.cyd)
const anyNumber = fc.integer({ min: 1, max: 3 })
const anySkill = fc.constantFrom('repair', 'product')
const anyLevel = fc.integer({ min: 1, max: 5 })
const anyCase = fc.constantFrom('fault', 'usage', 'whereToBuy')
const anyPresence = fc.constantFrom('available', 'available', 'busy', 'offline')

export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: deed(fc.tuple(anyNumber, anyCase), ([n, type]) => [S.open(n, type)]) },
  { weight: 4, arbitrary: deed(anyNumber, S.close) },
  { weight: 1, arbitrary: deed(anyNumber, (n) => [S.cancel(n)]) },
  { weight: 4, arbitrary: deed(anyNumber, (n) => [S.reopen(n)]) },
  { weight: 1, arbitrary: deed(anyNumber, (n) => [S.task(n)]) },
  { weight: 1, arbitrary: deed(fc.tuple(anyNumber, anyLevel), ([n, p]) => [S.prioritise(n, p)]) },
  { weight: 6, arbitrary: deed(fc.tuple(anyAgent, anyPresence), ([a, to]) => [S.presence(a, to)]) },
  { weight: 2, arbitrary: deed(fc.tuple(anyAgent, anyNumber), ([a, n]) => [S.capacity(a, n)]) },
  {
    weight: 3,
    arbitrary: deed(fc.tuple(anyAgent, anySkill, anyLevel), ([a, skill, level]) => [
      S.grant(a, skill, level),
    ]),
  },
  {
    weight: 1,
    arbitrary: deed(fc.tuple(anyAgent, anySkill, fc.nat({ max: 60 })), ([a, skill, minutes]) => [
      S.grantUntil(a, skill, minutes),
    ]),
  },
  {
    weight: 1,
    arbitrary: deed(fc.tuple(anyAgent, anySkill), ([a, skill]) => [S.revoke(a, skill)]),
  },
  { weight: 1, arbitrary: deed(anyAgent, (a) => [S.retire(a)]) },
  { weight: 6, arbitrary: answer('accept', S.accept) },
  { weight: 4, arbitrary: answer('decline', S.decline) },
)

// ------------------------------------------------------------------------------------------------
// what happens to the runner meanwhile
// ------------------------------------------------------------------------------------------------

type Step = (world: World, others: () => void) => void

const step = (name: string, does: Step): Step =>
  Object.assign(does, { [fc.toStringMethod]: () => name })

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: anyDeed },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(1, 3, Infinity)
      .map((size) => step(`batch ${size}`, (w, meanwhile) => void w.batch({ size, meanwhile }))),
  },
  { weight: 4, arbitrary: fc.constant(step('settle', (w) => w.settle())) },
  {
    weight: 2,
    arbitrary: fc
      .nat({ max: 3 })
      .map((n) => step(`crash ${n}`, (w) => void w.batch({ crashAfter: n }))),
  },
  { weight: 1, arbitrary: fc.constant(step('restart', (w) => w.restart())) },
  { weight: 1, arbitrary: fc.constant(step('release', (w) => void w.release())) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(0, 1, 2, 15, 40)
      .map((n) => step(`wait ${n}`, (w) => w.wait(later(w, n)))),
  },
)

const later = (world: World, minutes: number) => at((world.now() - at(0)) / 60_000 + minutes)

export interface Story {
  readonly steps: ReadonlyArray<Step>
  /** What others do, one by one, just before the next effect. */
  readonly others: ReadonlyArray<Deed>
  /** Which of the effects that can break do so, in the order in which they are tried. */
  readonly broken: ReadonlyArray<number>
}

export const anyStory: fc.Arbitrary<Story> = fc.record({
  steps: fc.array(anyStep, { minLength: 5, maxLength: 60, size: 'max' }),
  others: fc.array(anyDeed, { maxLength: 20, size: 'max' }),
  broken: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 15 }),
})

/** The world after the story. Only effects whose keys match `breakable` can be broken. */
export const told = ({ steps, others, broken }: Story, breakable: RegExp): World => {
  let tried = 0
  const parks = (key: string) => breakable.test(key) && broken.includes((tried += 1))
  const world = newWorld({ parks })
  const coming = [...others]
  for (const command of S.team) world.ask(command)
  for (const next of steps) next(world, () => coming.shift()?.(world))
  return world
}

/** Nobody comes in any more, what is broken is mended, offers are accepted, and time passes. */
export const leftAlone = (world: World): World => {
  for (let hour = 0; hour < 100; hour += 1) {
    world.settle()
    for (const offer of S.offersIn(world.log)) world.ask(S.accept(offer))
    world.settle()
    const isBroken = world.release()
    const [next] = [...world.timers().values()].sort((a, b) => a - b)
    if (next === undefined && !isBroken) return world
    if (next !== undefined) world.wait(next)
  }
  throw new Error('it never comes to rest')
}
