/**
 * Erasing somebody is as if that person's data had never been told.
 */
import * as fc from 'fast-check'
import {
  erased,
  isErased,
  PersonalCodec,
  type AnyEventCodec,
  type Fact,
  type Registry,
} from '@deskledger/kernel'
import { anyEvent } from '@deskledger/kernel/testing'
import { erasuresOf } from '../engine/erasure.ts'
import { planOf } from '../engine/plan.ts'
import type { Projector } from '../projector.ts'
import type { AnyEvent } from '../table.ts'
import { oneByOne } from './folding-laws.ts'
import { lawOf, type Law } from './law.ts'
import { moved, recorded } from './recorded.ts'
import type { Subject } from './subject.ts'
import { expectContents } from './trial.ts'

/** None for a projector that erases nothing. */
export const erasureLaws = (subject: Subject): ReadonlyArray<Law> => {
  const { projector, registry, anyLog, runs, on } = subject
  const types = Object.keys(projector.erases ?? {})
  if (types.length === 0) return []
  const codecs = new Map([...registry.codecs].filter(([type]) => types.includes(type)))
  const anyErasing = anyEvent({ ...registry, codecs })
  const anyPlace = fc.record({ fact: anyErasing, share: fc.nat({ max: 100 }) })
  return [
    lawOf(
      'holds the same once somebody is erased as if that data had never been told',
      fc.asyncProperty(anyLog, fc.array(anyPlace, { maxLength: 3 }), async (log, places) => {
        const told = withErasures(log, places)
        const untold = forgotten(projector, registry, told)
        const expected = oneByOne(projector, untold)
        expectContents('the rows, one by one,', oneByOne(projector, told), expected)
        await on([projector], async (trial) => {
          await trial.fold(told)
          expectContents('the rows, in one batch,', await trial.contents(), expected)
        })
      }),
      runs,
    ),
  ]
}

interface Place {
  readonly fact: Fact
  /** After how many of a hundred parts of the log. */
  readonly share: number
}

const withErasures = (
  log: ReadonlyArray<AnyEvent>,
  places: ReadonlyArray<Place>,
): ReadonlyArray<AnyEvent> => {
  const all: Array<Fact> = [...log]
  for (const { fact, share } of places) all.splice(Math.floor((all.length * share) / 100), 0, fact)
  return recorded(all)
}

/** The log as it is read back after the erasures in it. */
const forgotten = (
  projector: Projector,
  { codecs }: Registry<Fact>,
  log: ReadonlyArray<AnyEvent>,
): ReadonlyArray<AnyEvent> => {
  const erasures = erasuresOf(planOf([projector]), log)
  const isForgotten = (owner: string, id: unknown, position: number): boolean =>
    erasures.some((e) => e.owner === owner && e.id === id && e.event.position >= position)
  return log.map((event) => {
    const codec = codecs.get(event.type)
    const data = Object(event.data) as Readonly<Record<string, unknown>>
    const gone = personalFields(codec).filter(
      ([name, of]) =>
        name in data && !isErased(data[name]) && isForgotten(snake(of), data[of], event.position),
    )
    if (gone.length === 0) return event
    const left = { ...data, ...Object.fromEntries(gone.map(([name]) => [name, erased])) }
    return moved(event, event.position, left)
  })
}

const personalFields = (
  codec: AnyEventCodec | undefined,
): ReadonlyArray<readonly [name: string, of: string]> =>
  codec === undefined
    ? []
    : Object.entries({ ...codec.data.required, ...codec.data.optional }).flatMap(([name, field]) =>
        field instanceof PersonalCodec ? [[name, field.of] as const] : [],
      )

/** `partyId` in events is `party_id` in columns. */
const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
