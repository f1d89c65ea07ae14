/**
 * An append with its personal data sealed: what the log below is given.
 *
 * Links are written down before the fences are looked at, and an erasure puts up its fence before it
 * reads the links: so one of the two always sees the other.
 */
import * as E from 'fp-ts/lib/Either.js'
import { isErased, type StreamName } from '@deskledger/kernel'
import {
  eventIdOf,
  textsOf,
  type Append,
  type AppendError,
  type NewEvent,
} from '@deskledger/event-store'
import { sealedFingerprint } from './fingerprint.ts'
import type { PersonalField, PersonalFields } from './personal-fields.ts'
import { compressFrom, isSealed, sealedValue, type NamedKey } from './sealed-value.ts'
import type { Ring, Wanted } from './ring.ts'
import { subjectOf, type Link, type LinksOf, type Subject } from './subject.ts'

type Fields = Readonly<Record<string, unknown>>

const isFields = (u: unknown): u is Fields =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/** A personal value on its way: where it stands, whose it is, its JSON. */
interface Telling {
  readonly index: number
  readonly field: string
  readonly subject: Subject
  readonly json: string
}

/** What is sealed is bytes, so half a character would be lost without a word. */
const malformed = ({ stream }: Append): E.Either<AppendError, never> =>
  E.left({ _tag: 'InvalidAppend', stream, reason: 'malformed' })

const refused = (
  stream: StreamName,
  reason: 'malformed' | 'notJson',
  type: string,
): E.Either<AppendError, never> => E.left({ _tag: 'InvalidAppend', stream, reason, type })

/** An append that is to be sealed: which keys it takes, and how it goes on with them. */
export interface Sealing {
  readonly wanted: Wanted
  readonly seal: (ring: Ring) => E.Either<AppendError, Append>
}

/** Nothing if no key and no link is wanted: the append goes as it is. */
export const sealing = (
  desk: string,
  personal: PersonalFields,
  linksOf: LinksOf,
): ((request: Append) => E.Either<AppendError, Sealing | undefined>) => {
  const tellings = tellingsIn(personal)

  const linksIn = ({ stream, events }: Append): ReadonlyArray<Link> =>
    events.flatMap(({ type, data }) => (isFields(data) ? linksOf({ stream, type, data }) : []))

  return (request) => {
    const told = tellings(request)
    if (E.isLeft(told)) return told
    const links = linksIn(request)
    if (told.right.length === 0 && links.length === 0) return E.right(undefined)
    const good = checked(request, told.right)
    if (E.isLeft(good)) return good
    const owners = links.map(({ to }) => to)
    const wanted = { links, owners, subjects: told.right.map(({ subject }) => subject) }
    const seal: Sealing['seal'] = (ring) => {
      if (told.right.length === 0) return E.right(request)
      const keys = keysIn(ring, request, wanted)
      return E.isLeft(keys) ? keys : E.right(sealed(desk, request, told.right, keys.right))
    }
    return E.right({ wanted, seal })
  }
}

/** What is sealed must be Unicode, and what is compressed no larger than the log takes. */
const checked = (request: Append, told: ReadonlyArray<Telling>): E.Either<AppendError, unknown> => {
  if (told.length === 0) return E.right(undefined)
  if (!request.fingerprint.isWellFormed()) return malformed(request)
  const isLong = told.some(({ json }) => json.length >= compressFrom)
  return isLong ? textsOf(request) : E.right(undefined)
}

const keysIn = (
  ring: Ring,
  { stream }: Append,
  {
    subjects,
    owners,
  }: { readonly subjects: ReadonlyArray<Subject>; readonly owners: ReadonlyArray<Subject> },
): E.Either<AppendError, ReadonlyMap<Subject, NamedKey>> => {
  const keys = new Map<Subject, NamedKey>()
  for (const subject of owners)
    if (ring.isFenced(subject)) return E.left({ _tag: 'SubjectErased', stream, subject })
  for (const subject of subjects) {
    const key = keys.get(subject) ?? ring.keyFor(subject)
    if (key === undefined) return E.left({ _tag: 'SubjectErased', stream, subject })
    keys.set(subject, key)
  }
  return E.right(keys)
}

/** What is personal in an append. A value that is erased already is no telling. */
const tellingsIn =
  (personal: PersonalFields) =>
  (request: Append): E.Either<AppendError, ReadonlyArray<Telling>> => {
    const { stream, events } = request
    const all: Array<Telling> = []
    for (const [index, { type, data }] of events.entries()) {
      if (!isFields(data)) continue
      if (holdsSeal(data)) return refused(stream, 'malformed', type)
      for (const declared of personal.get(type) ?? []) {
        const json = jsonOf(data, declared)
        if (json === notJson) return refused(stream, 'notJson', type)
        const { field, of } = declared
        if (json !== undefined)
          all.push({ index, field, subject: subjectOf(stream, data, of), json })
      }
    }
    return E.right(all)
  }

/** What looks sealed and was not sealed here could not be told from what was. */
const holdsSeal = (data: Fields): boolean => {
  for (const field in data) if (isSealed(data[field])) return true
  return false
}

const notJson = Symbol('not JSON')

const jsonOf = (data: Fields, { field }: PersonalField): string | typeof notJson | undefined => {
  const value = data[field]
  if (value === undefined || isErased(value)) return undefined
  try {
    return JSON.stringify(value)
  } catch {
    return notJson
  }
}

/** The ids of the events of an append, each worked out once. */
const eventIds = ({ stream, commandId }: Append): ((index: number) => string) => {
  const known = new Map<number, string>()
  return (index) => {
    const id = known.get(index) ?? eventIdOf(stream, commandId, index)
    known.set(index, id)
    return id
  }
}

/** The fingerprint goes with the first subject that something was told of. */
const sealed = (
  desk: string,
  request: Append,
  told: ReadonlyArray<Telling>,
  keys: ReadonlyMap<Subject, NamedKey>,
): Append => {
  const { stream, commandId } = request
  const events: Array<NewEvent> = [...request.events]
  let { fingerprint } = request
  const idOf = eventIds(request)
  for (const [n, { index, field, subject, json }] of told.entries()) {
    const key = keys.get(subject)
    const event = events[index]
    if (key === undefined || event === undefined) continue
    const place = { desk, eventId: idOf(index), field, stream }
    const data = { ...(event.data as Fields), [field]: sealedValue(key, json, place) }
    events[index] = { ...event, data }
    if (n === 0) fingerprint = sealedFingerprint(key, fingerprint, { desk, stream, commandId })
  }
  return { ...request, events, fingerprint }
}
