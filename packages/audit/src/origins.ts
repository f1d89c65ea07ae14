/**
 * Where the row of a table that follows another comes from: which rows of the other, and which
 * events made those.
 *
 * Such a row is touched by the event that moved its source, and that event alone gives nothing: the
 * source must have come to where it was moved from. So a fold of the whole chain is watched, and of
 * every row on the way it is written down where it went. Rows that an event touches beside are left
 * out, or they would be folded from a part of their history.
 */
import {
  keyIdOf,
  keysIn,
  type AnyEvent,
  type AnyTable,
  type Change,
  type KeyId,
  type Keys,
  type Row,
} from '@deskledger/projection'

/** One link of a chain: from the rows of a source to those of the table that follows it. */
interface Link {
  /** Rows of the follower by the row of the source that ever went there. */
  readonly goes: Map<KeyId, Set<KeyId>>
  /** What happened to each row of the source, by position. */
  readonly events: Map<KeyId, Map<number, AnyEvent>>
}

export interface Origins {
  /** Of every row on the way, in the order of the log. */
  readonly events: ReadonlyArray<AnyEvent>
  /** How many rows of the table that is fed by events. */
  readonly rows: number
  /** The chain with none but these rows in it. */
  readonly table: AnyTable
}

export interface Watched {
  /** The same table, whose fold is watched. */
  readonly table: AnyTable
  /** What was seen of the row at `key`. */
  readonly origins: (key: Row) => Origins
}

export const watched = (table: AnyTable): Watched => {
  const links: Array<Link> = []
  const watching = linked(table, links)
  return { table: watching, origins: (key) => traced(table, links, keyIdOf(table.key)(key)) }
}

// ------------------------------------------------------------------------------------------------
// watching
// ------------------------------------------------------------------------------------------------

/** The links of the chain are put into `links`, the one to the table that events feed first. */
const linked = (table: AnyTable, links: Array<Link>): AnyTable => {
  if (table.of === undefined) return table
  const of = linked(table.of, links)
  const link: Link = { goes: new Map(), events: new Map() }
  links.push(link)
  const note = noting(link, table.of, table)
  const { route } = table
  return { ...table, of, route: (input: never) => note(input, route(input)) }
}

const noting = (link: Link, source: AnyTable, follower: AnyTable) => {
  const sourceId = keyIdOf(source.key)
  const ownId = keyIdOf(follower.key)
  return ({ before, after, event }: Change<Row>, keys: Keys<Row>): Keys<Row> => {
    const id = sourceId(after ?? before ?? {})
    entry(link.events, id, () => new Map<number, AnyEvent>()).set(event.position, event)
    const goes = entry(link.goes, id, () => new Set<KeyId>())
    for (const key of keysIn(keys)) goes.add(ownId(key))
    return keys
  }
}

const entry = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

// ------------------------------------------------------------------------------------------------
// tracing back
// ------------------------------------------------------------------------------------------------

const traced = (table: AnyTable, links: ReadonlyArray<Link>, id: KeyId): Origins => {
  const events = new Map<number, AnyEvent>()
  const onTheWay: Array<ReadonlySet<KeyId>> = [new Set([id])]
  for (const { goes, events: own } of links.toReversed()) {
    const reached = onTheWay.at(-1) ?? new Set()
    const sources = [...goes]
      .filter(([, to]) => [...to].some((each) => reached.has(each)))
      .map(([from]) => from)
    for (const source of sources)
      for (const [at, event] of own.get(source) ?? []) events.set(at, event)
    onTheWay.push(new Set(sources))
  }
  return {
    events: [...events.values()].toSorted((a, b) => a.position - b.position),
    rows: links.length === 0 ? 0 : (onTheWay.at(-1)?.size ?? 0),
    table: narrowed(table, onTheWay),
  }
}

/** The chain with only these rows of each table, the last table's first. */
const narrowed = (
  table: AnyTable,
  [own = new Set(), ...others]: ReadonlyArray<ReadonlySet<KeyId>>,
): AnyTable => {
  const idOf = keyIdOf(table.key)
  const { route } = table
  const among = (keys: Keys<Row>) => keysIn(keys).filter((key) => own.has(idOf(key)))
  return {
    ...table,
    of: table.of && narrowed(table.of, others),
    route: (input: never) => among(route(input)),
  }
}
