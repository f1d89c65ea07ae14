/**
 * What was said of a person, for as long as it takes to see that it is nowhere any more.
 */
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import { isErased } from '@deskledger/kernel'
import { withKeys, type Ring } from '../ring.ts'
import { keyIdsIn, unsealing } from '../unsealing.ts'
import { isFields, sealedIn, type Surveyed } from './survey.ts'
import type { Subject } from '../subject.ts'

/** All texts within a value. */
const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || isErased(value)) return []
  return Object.values(value).flatMap(textsIn)
}

export interface Said {
  readonly values: ReadonlySet<string>
  /** Sealed values whose key was gone before they were read: nobody knows what they were. */
  readonly unreadable: number
}

/** Every text that was sealed for one of the subjects. */
export const valuesOf = async (
  { vault, log, personal }: Surveyed,
  subjects: ReadonlySet<Subject>,
): Promise<Said> => {
  const { event: unsealed } = unsealing(vault)
  const values = new Set<string>()
  let unreadable = 0
  const note = (event: StoredEvent, ring: Ring): void => {
    const mine = sealedIn(personal, event).filter(({ subject }) => subjects.has(subject))
    const { data } = mine.length === 0 ? { data: undefined } : unsealed(event, ring)
    if (!isFields(data)) return
    for (const { field } of mine) {
      if (isErased(data[field])) unreadable += 1
      for (const text of textsIn(data[field])) values.add(text)
    }
  }
  for await (const { events } of log.readAll())
    await withKeys(vault, { keyIds: () => keyIdsIn(events) }, (ring) => {
      for (const event of events) note(event, ring)
    })
  return { values, unreadable }
}

export interface Sought {
  readonly values: ReadonlyArray<string>
  readonly tooShort: number
  readonly sharedWithOthers: number
}

/** Shorter texts stand in many files by chance. */
const shortest = 6

export const longAmong = (values: ReadonlySet<string>): ReadonlyArray<string> =>
  [...values].filter((value) => value.length >= shortest)

/** The values that nobody else can have brought into a file. `store` is read after the erasure. */
export const soughtAmong = async (
  values: ReadonlySet<string>,
  store: EventStore,
): Promise<Sought> => {
  const long = longAmong(values)
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
