/**
 * Keys fetched from PostgreSQL: one journey for an append, one for a page.
 *
 * What was fetched is kept until anybody is fenced or erased anywhere: every answer says how many
 * such changes there have been, and with another number everything that is held is forgotten.
 */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Ring, Wanted } from '../ring.ts'
import type { NamedKey } from '../sealed-value.ts'
import type { Link, Subject } from '../subject.ts'
import type { Wrapping } from '../wrapping.ts'
import { fencedAmong, keysFor, keysOf, type Made } from './asking.ts'
import type { Place } from './opening.ts'

export interface Fetching {
  readonly place: Place
  readonly wrapping: Wrapping
  readonly clock: () => number
}

const cachedKeys = 50_000

/** Each but the first is for an erasure that came in between. */
const attempts = 100

/** The keys that are held in memory, as of a number of changes. */
interface Held {
  readonly change: number
  readonly keys: Map<string, KeyObject>
}

interface Holding {
  readonly now: () => Held
  /**
   * Notes how many changes an answer told of that was asked for at `before`. False if the answer is
   * older than what has become known meanwhile.
   */
  readonly notes: (change: number, before: Held) => boolean
}

/** Fewer changes than were known before the question: the server was put back to an earlier state. */
const holding = (): Holding => {
  let held: Held = { change: 0, keys: new Map() }
  return {
    now: () => held,
    notes: (change, before) => {
      if (change > held.change || change < before.change) held = { change, keys: new Map() }
      if (held.keys.size >= cachedKeys) held = { ...held, keys: new Map() }
      return change === held.change
    },
  }
}

type Opened = ReadonlyMap<string, KeyObject>

/** Keys by id, for pages; those that were erased or never were are not among them. */
const finding = (
  { place, wrapping }: Fetching,
  holding: Holding,
): ((ids: ReadonlyArray<string>) => Promise<Opened>) => {
  const attempt = async (ids: ReadonlyArray<string>): Promise<Opened | undefined> => {
    const before = holding.now()
    const known = ids.filter((id) => before.keys.has(id))
    const missing = ids.filter((id) => !before.keys.has(id))
    const { change, boxes } = await keysOf(place, missing)
    if (!holding.notes(change, before)) return undefined
    if (change !== before.change && known.length > 0) return undefined
    const { keys } = holding.now()
    const found = new Map<string, KeyObject>()
    for (const id of known) withKey(found, id, before.keys.get(id))
    for (const { id, box } of boxes) withKey(found, id, openedWith(wrapping, id, box))
    for (const [id, key] of found) keys.set(id, key)
    return found
  }
  return async (ids) => {
    for (let n = 0; n < attempts; n += 1) {
      const found = await attempt(ids)
      if (found !== undefined) return found
    }
    throw new Error('keys are erased faster than they can be read')
  }
}

const withKey = (keys: Map<string, KeyObject>, id: string, key: KeyObject | undefined): void => {
  if (key !== undefined) keys.set(id, key)
}

const openedWith = ({ unwrap }: Wrapping, id: string, box: Buffer): KeyObject | undefined => {
  const plain = unwrap(`key ${id}`, box)
  return plain === undefined ? undefined : createSecretKey(plain)
}

interface Given {
  readonly keys: ReadonlyMap<Subject, NamedKey>
  readonly fenced: ReadonlySet<Subject>
}

/** Keys by subject, for appends: made where there is none. */
const giving = (
  { place, wrapping, clock }: Fetching,
  holding: Holding,
): ((wanted: Wanted) => Promise<Given>) => {
  let keyed = new Set<Subject>()

  const made = (subject: Subject): Made => {
    const id = randomBytes(8).toString('base64url')
    return { id, subject, wrapped: wrapping.wrap(`key ${id}`, randomBytes(32)).toString('hex') }
  }
  const attempt = async (wanted: Wanted): Promise<Given> => {
    const { links = [], subjects = [], owners = [] } = wanted
    const before = holding.now()
    const asked = {
      links: lastOfEach(links),
      made: [...new Set(subjects)].filter((subject) => !keyed.has(subject)).map(made),
      subjects: [...new Set([...subjects, ...owners])],
    }
    const rows = await keysFor(place, asked, clock())
    const isCurrent = rows.every(({ change }) => holding.notes(change, before))
    const held = holding.now()
    const keys = new Map<Subject, NamedKey>()
    const fenced = new Set<Subject>()
    for (const { subject, isFenced, id, box } of rows) {
      if (isFenced) fenced.add(subject)
      if (id === undefined || box === undefined) continue
      const key = (isCurrent ? held.keys.get(id) : undefined) ?? openedWith(wrapping, id, box)
      if (key === undefined) throw new Error(`the key ${id} does not open under its name`)
      if (isCurrent) held.keys.set(id, key)
      keys.set(subject, { id, key })
    }
    return { keys, fenced }
  }

  return async (wanted) => {
    const given = await attempt(wanted)
    const { subjects = [] } = wanted
    const isWhole = subjects.every((each) => given.keys.has(each) || given.fenced.has(each))
    keyed = isWhole && keyed.size < cachedKeys ? keyed : new Set()
    for (const subject of given.keys.keys()) keyed.add(subject)
    return isWhole ? given : attempt(wanted)
  }
}

/** In one order for everybody, so that no two wait for each other. */
const lastOfEach = (links: ReadonlyArray<Link>): ReadonlyArray<Link> => {
  const last = new Map(links.map((link) => [`${link.of} ${link.to.split(':', 1)[0]}`, link]))
  return [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link)
}

/** What `KeysElsewhere` is made of. */
export const fetching = (settings: Fetching): ((wanted: Wanted) => Promise<Ring>) => {
  const held = holding()
  const find = finding(settings, held)
  const give = giving(settings, held)
  const none: Given = { keys: new Map(), fenced: new Set() }

  const givenTo = async (wanted: Wanted): Promise<Given> => {
    const { links = [], subjects = [], owners = [] } = wanted
    if (links.length + subjects.length > 0) return give(wanted)
    return owners.length === 0
      ? none
      : { ...none, fenced: await fencedAmong(settings.place, owners) }
  }

  return async (wanted) => {
    const ids = wanted.keyIds?.() ?? []
    const [{ keys, fenced }, opened] = [
      await givenTo(wanted),
      ids.length === 0 ? new Map<string, KeyObject>() : await find(ids),
    ]
    return {
      keyFor: (subject) => keys.get(subject),
      keyOf: (keyId) => opened.get(keyId),
      isFenced: (subject) => fenced.has(subject),
    }
  }
}
