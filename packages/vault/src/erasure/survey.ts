/**
 * What belongs to a person, as the whole log tells: which subjects, which keys, how many values.
 *
 * A subject that is linked to a party is that party's alone. One that is not, such as a contact nobody
 * was identified in, goes with what it is linked to. The last link of a kind is the one that counts;
 * those that only the vault knows are of appends that are under way.
 */
import { concern, type StreamName } from '@deskledger/kernel'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import type { PersonalFields } from '../personal-fields.ts'
import { isSealed, keyIdOf } from '../sealed-value.ts'
import { kindOf, subjectOf, type Link, type LinksOf, type Subject } from '../subject.ts'
import type { SealingKeys } from '../ring.ts'
import type { ErasableKeys } from './erasable.ts'

export interface Survey {
  /** The person first. */
  readonly subjects: ReadonlyArray<Subject>
  readonly keyIds: ReadonlyArray<string>
  /** Events that hold something of the person, and how many values they hold. */
  readonly events: number
  readonly values: number
  /** The position up to which the log was read. */
  readonly upTo: number
  /**
   * Rows of others may show something of the person: a request that was somebody else's before, an
   * agent who is the person. They are folded anew.
   */
  readonly isEntangled: boolean
}

export interface Surveyed {
  readonly vault: SealingKeys & ErasableKeys
  /** As it is stored: personal data sealed. */
  readonly log: EventStore
  readonly personal: PersonalFields
  readonly linksOf: LinksOf
}

type Fields = Readonly<Record<string, unknown>>
type Owners = Map<string, Subject>

export const isFields = (u: unknown): u is Fields =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/** The sealed values of an event: whose each is, and under which key. */
export const sealedIn = (
  personal: PersonalFields,
  { stream, type, data }: StoredEvent,
): ReadonlyArray<{ readonly field: string; readonly subject: Subject; readonly keyId: string }> => {
  if (!isFields(data)) return []
  return Object.entries(data).flatMap(([field, value]) => {
    if (!isSealed(value)) return []
    const declared = personal.get(type)?.find((each) => each.field === field)
    const subject = subjectOf(stream, data, declared?.of ?? '')
    return [{ field, subject, keyId: keyIdOf(value) ?? '' }]
  })
}

/** Everything the log tells about links and keys, in one walk. */
interface Walked {
  readonly owners: Map<Subject, Owners>
  /** Subjects that were linked to another owner of the same kind before. */
  readonly moved: Set<Subject>
  readonly keysOf: Map<Subject, Set<string>>
  readonly events: Array<ReadonlyArray<Subject>>
  upTo: number
}

const walk = async ({ vault, log, personal, linksOf }: Surveyed): Promise<Walked> => {
  const walked: Walked = {
    owners: new Map(),
    moved: new Set(),
    keysOf: new Map(),
    events: [],
    upTo: 0,
  }
  for await (const { events, through } of log.readAll()) {
    for (const event of events) {
      noteLinks(walked, event, linksOf)
      noteValues(walked, event, personal)
    }
    walked.upTo = through
  }
  noteUnderWay(walked, await vault.links())
  return walked
}

const noteLinks = (
  { owners, moved }: Walked,
  { stream, type, data }: StoredEvent,
  linksOf: LinksOf,
): void => {
  if (!isFields(data)) return
  for (const { of, to } of linksOf({ stream, type, data })) {
    const known: Owners = owners.get(of) ?? new Map()
    const before = known.get(kindOf(to))
    if (before !== undefined && before !== to) moved.add(of)
    owners.set(of, known.set(kindOf(to), to))
  }
}

const noteValues = (
  { keysOf, events }: Walked,
  event: StoredEvent,
  personal: PersonalFields,
): void => {
  const sealed = sealedIn(personal, event)
  if (sealed.length === 0) return
  for (const { subject, keyId } of sealed) {
    const known = keysOf.get(subject) ?? new Set()
    keysOf.set(subject, known.add(keyId))
  }
  events.push(sealed.map(({ subject }) => subject))
}

const noteUnderWay = ({ owners }: Walked, links: ReadonlyArray<Link>): void => {
  for (const { of, to } of links) {
    const known: Owners = owners.get(of) ?? new Map()
    if (!known.has(kindOf(to))) owners.set(of, known.set(kindOf(to), to))
  }
}

/** The person, and all that is linked to nobody else. */
const closure = (party: Subject, owners: Walked['owners']): ReadonlySet<Subject> => {
  const linkedTo = new Map<Subject, Array<Subject>>()
  for (const [of, each] of owners) {
    const own = each.get('party')
    for (const to of own === undefined ? each.values() : [own])
      linkedTo.set(to, [...(linkedTo.get(to) ?? []), of])
  }
  const found = new Set<Subject>([party])
  for (const subject of found) for (const each of linkedTo.get(subject) ?? []) found.add(each)
  return found
}

/** Kinds whose rows show the party they belong to, so that the person's erasure empties them. */
const plainKinds: ReadonlySet<string> = new Set(['party', 'request', 'interaction', 'assessment'])

export const surveyOf = async (surveyed: Surveyed, partyId: string): Promise<Survey> => {
  const party = concern('party', partyId)
  const walked = await walk(surveyed)
  const mine = closure(party, walked.owners)
  const given = await surveyed.vault.keyIdsOf([...mine])
  const subjects = [...mine].filter(
    (subject) => subject === party || walked.keysOf.has(subject) || given.has(subject),
  )
  const touched = walked.events.filter((whose) => whose.some((subject) => mine.has(subject)))
  return {
    subjects,
    keyIds: [...new Set(subjects.flatMap((each) => [...(walked.keysOf.get(each) ?? [])]))].sort(),
    events: touched.length,
    values: touched.flat().filter((subject) => mine.has(subject)).length,
    upTo: walked.upTo,
    isEntangled: subjects.some(
      (subject) => walked.moved.has(subject) || !plainKinds.has(kindOf(subject)),
    ),
  }
}

/** Whether the log has any event in the stream. */
export const isKnown = async (log: EventStore, stream: StreamName): Promise<boolean> => {
  for await (const { events } of log.readStream(stream)) if (events.length > 0) return true
  return false
}
