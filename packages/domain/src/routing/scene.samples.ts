/**
 * Scenes of the specification of routing: who is there, what is offered, who comes in between.
 */
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import { values } from './by-id.ts'
import * as S from './samples.ts'

/** Ana can repair and hold 2 units, Ben a little less well and 3. Nobody is there yet. */
export const crew: ReadonlyArray<S.Asked> = [
  S.enrol(S.ana, 2),
  S.enrol(S.ben, 3),
  S.grant(S.ana, 'repair', 4),
  S.grant(S.ben, 'repair', 2),
]
export const anaComes = S.presence(S.ana, 'available')
export const benComes = S.presence(S.ben, 'available')
/** A boiler leaks, and only Ana is there to repair it. */
export const anaAlone: ReadonlyArray<S.Asked> = [
  S.enrol(S.ana, 2),
  S.grant(S.ana, 'repair', 4),
  anaComes,
  S.open(1, 'fault'),
]
/** A boiler leaks; Ana is the better one to repair it. */
export const both: ReadonlyArray<S.Asked> = [...crew, anaComes, benComes, S.open(1, 'fault')]

export const offerMin = house.routing.offerSeconds / 60
export const retryMin = house.routing.retrySeconds / 60

/** The one offer that is open. */
export const offer = (world: S.World): S.Offer => {
  const [first, ...others] = S.offersIn(world.log)
  if (first === undefined || others.length > 0) throw new Error('there is not one offer')
  return first
}

export const answered = (world: S.World, answer: (offer: S.Offer) => S.Asked): S.World => {
  expectSame('answer', world.ask(answer(offer(world))), 'sent')
  world.settle()
  return world
}

/** What happens while people act, but for the marks of the policy. */
export const since = (world: S.World, act: () => void): ReadonlyArray<string> => {
  const before = world.log.length
  act()
  const types = world.log.slice(before).map(({ type }) => type)
  return types.filter((type) => type !== 'EffectsDone')
}

/** A world in which effects of this kind cannot be carried out until they are mended. */
export const broken = (kind: string, commands: ReadonlyArray<S.Asked>) => {
  let isBroken = true
  const world = S.world({ parks: (key) => isBroken && key.startsWith(`${kind}/`) })
  for (const command of commands) world.ask(command)
  world.settle()
  const mend = () => {
    isBroken = false
  }
  return { world, mend }
}

/** Somebody acts once, before the first effect that is carried out at such a time. */
export const interrupted = (
  commands: ReadonlyArray<S.Asked>,
  isTime: (world: S.World) => boolean,
  act: (world: S.World) => unknown,
  world: S.World = S.world(),
): S.World => {
  for (const command of commands) world.ask(command)
  let isDone = false
  const meanwhile = () => {
    if (isDone || !isTime(world)) return
    isDone = true
    act(world)
  }
  world.settle({ size: 1, meanwhile })
  expectThat(isDone, 'nobody came in between')
  return world
}
export const deciding = (world: S.World) => world.state().flight !== undefined
export const reserving = (world: S.World) => world.state().flight?.chosen !== undefined
export const offering = (world: S.World) =>
  values(world.state().works).some(({ status }) => status === 'reserved')
