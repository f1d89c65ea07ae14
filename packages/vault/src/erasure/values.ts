/**
 * What was said of a person, for as long as it takes to see that it is nowhere any more.
 */
import type { EventStore } from '@deskledger/event-store'
import { isErased } from '@deskledger/kernel'
import { unsealing } from '../unsealing.ts'
import { isFields, sealedIn, type Surveyed } from './survey.ts'
import type { Subject } from '../subject.ts'

/** All texts within a value. */
const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || isErased(value)) return []
  return Object.values(value).flatMap(textsIn)
}

/** Every text that was sealed for one of the subjects. */
export const valuesOf = async (
  { vault, log, personal }: Surveyed,
  subjects: ReadonlySet<Subject>,
): Promise<ReadonlySet<string>> => {
  const { event: unsealed } = unsealing(vault)
  const values = new Set<string>()
  for await (const { events } of log.readAll())
    for (const event of events) {
      const mine = sealedIn(personal, event).filter(({ subject }) => subjects.has(subject))
      if (mine.length === 0) continue
      const { data } = unsealed(event)
      if (!isFields(data)) continue
      for (const { field } of mine) for (const text of textsIn(data[field])) values.add(text)
    }
  return values
}

export interface Sought {
  readonly values: ReadonlyArray<string>
  readonly tooShort: number
  readonly sharedWithOthers: number
}

/** Shorter texts stand in many files by chance. */
const shortest = 6

/** The values that nobody else can have brought into a file. `store` is read after the erasure. */
export const soughtAmong = async (
  values: ReadonlySet<string>,
  store: EventStore,
): Promise<Sought> => {
  const long = [...values].filter((value) => value.length >= shortest)
  const left = new Set(long)
  for await (const { events } of store.readAll())
    for (const { data, actor } of events)
      for (const text of [...textsIn(data), actor.id])
        for (const value of left) if (text.includes(value)) left.delete(value)
  return {
    values: [...left],
    tooShort: values.size - long.length,
    sharedWithOthers: long.length - left.size,
  }
}
