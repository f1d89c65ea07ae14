/**
 * Events as they are stored: a codec for each type, and a registry that reads them back.
 *
 * An event's codec is a contract for as long as any history exists. Its `schemaVersion` is one more than the number
 * of its upcasters: pure functions that turn the JSON of one version into that of the next, before it is decoded.
 * Stored bytes are never rewritten.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { record, type AnyRecord, type Flat, type RecordCodec, type RecordOf } from './codec.ts'
import { Instant } from './primitives.ts'
import { issuesOf, type Issue } from './report.ts'

/** Anything that happened: a type and what it carries. */
export interface Fact {
  readonly type: string
  readonly data: unknown
}

/** Makes the JSON of the next schema version from that of this one. Never throws on data it once wrote. */
export type Upcaster = (data: unknown) => unknown

/** One type of event: its name, its fields, its versions. */
export interface EventCodec<
  Type extends string,
  Required extends t.Props,
  Optional extends t.Props,
> extends t.Type<EventOf<Type, Required, Optional>> {
  readonly type: Type
  readonly data: RecordCodec<Required & At, Optional>
  /** The version that is written: 1, and one more for each upcaster. */
  readonly schemaVersion: number
  readonly upcasters: ReadonlyArray<Upcaster>
}
type At = { readonly at: typeof Instant }
export interface EventOf<Type extends string, Required extends t.Props, Optional extends t.Props> {
  readonly type: Type
  readonly data: Flat<RecordOf<Required, Optional> & { readonly at: Instant }>
}

/**
 * Declares a type of event. Every event also carries `at`, when it happened, so it is not declared; nor is a field
 * ever declared twice. Fields are added as optional ones; a changed meaning is a new type.
 */
export const event = <
  Type extends string,
  Required extends t.Props,
  Optional extends t.Props = Record<never, never>,
>(
  type: Type,
  required: Required,
  optional?: Optional,
  upcasters: ReadonlyArray<Upcaster> = [],
): EventCodec<Type, Required, Optional> => {
  const data = record({ ...required, at: Instant }, optional ?? ({} as Optional), `data of ${type}`)
  const whole = record({ type: t.literal(type), data }, {}, type)
  return Object.assign(whole, {
    type,
    data,
    schemaVersion: upcasters.length + 1,
    upcasters,
  }) as never
}

/** Any declared type of event, for lists of unlike ones. */
export type AnyEventCodec = t.Mixed & {
  readonly type: string
  readonly data: AnyRecord
  readonly schemaVersion: number
  readonly upcasters: ReadonlyArray<Upcaster>
}

/** An event as a store holds it: JSON that nobody has looked into yet. */
export interface Stored {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
}

/** Why a stored event cannot be read. Names what was expected and where, never the value. */
export type Undecodable =
  /** No module of this desk knows the type. */
  | { readonly _tag: 'UnknownType'; readonly type: string }
  /** Written by a newer version of the module that owns the type. */
  | {
      readonly _tag: 'NewerSchema'
      readonly type: string
      readonly version: number
      readonly known: number
    }
  /** The stored data does not fit the codec, or an upcaster failed on it. */
  | { readonly _tag: 'Malformed'; readonly type: string; readonly issues: ReadonlyArray<Issue> }

/** The event types of one module or of a whole desk, by name. */
export interface Registry<Event extends Fact> {
  readonly codecs: ReadonlyMap<string, AnyEventCodec>
  readonly decode: (stored: Stored) => E.Either<Undecodable, Event>
  /** The data alone, up to date and checked; the very object that was given where nothing had to change. */
  readonly dataOf: (stored: Stored) => E.Either<Undecodable, Event['data']>
  /** The stored form, or what is wrong with it: every field must be declared and none `undefined`. */
  readonly encode: (event: Event) => E.Either<Undecodable, Stored>
}

/** A registry of the given types. A name that occurs twice is a bug of the caller and throws. */
export const registry = <Codecs extends ReadonlyArray<AnyEventCodec>>(
  ...codecs: Codecs
): Registry<t.TypeOf<Codecs[number]>> => registryOf(codecs)

/** All the types of several registries. */
export const merged = <Event extends Fact>(
  ...registries: ReadonlyArray<{ readonly codecs: ReadonlyMap<string, AnyEventCodec> }>
): Registry<Event> => registryOf(registries.flatMap(({ codecs }) => [...codecs.values()]))

const registryOf = <Event extends Fact>(list: ReadonlyArray<AnyEventCodec>): Registry<Event> => {
  const codecs = new Map(list.map((codec) => [codec.type, codec]))
  if (codecs.size < list.length)
    throw new Error(
      `event types declared twice: ${doubles(list.map(({ type }) => type)).join(', ')}`,
    )
  const dataOf = (stored: Stored): E.Either<Undecodable, Event['data']> => {
    const codec = codecs.get(stored.type)
    if (codec === undefined) return E.left({ _tag: 'UnknownType', type: stored.type })
    return currentData(codec, stored)
  }
  return {
    codecs,
    dataOf,
    decode: (stored) => {
      const data = dataOf(stored)
      return E.isLeft(data) ? data : E.right({ type: stored.type, data: data.right } as never)
    },
    encode: (fact) => {
      const { type, data } = fact
      const codec = codecs.get(type)
      if (codec === undefined) return E.left({ _tag: 'UnknownType', type })
      if (codec.data.is(data)) return E.right({ type, schemaVersion: codec.schemaVersion, data })
      return E.left({ _tag: 'Malformed', type, issues: issuesOf(codec.data, data) })
    },
  }
}

const doubles = (names: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(names.filter((name, i) => names.indexOf(name) < i)),
]

const currentData = (
  codec: AnyEventCodec,
  { type, schemaVersion, data }: Stored,
): E.Either<Undecodable, never> => {
  const known = codec.schemaVersion
  if (schemaVersion > known)
    return E.left({ _tag: 'NewerSchema', type, version: schemaVersion, known })
  const current = schemaVersion === known ? data : upcast(codec, schemaVersion, data)
  if (codec.data.is(current)) return E.right(current as never)
  const decoded = codec.data.decode(current)
  return E.isRight(decoded)
    ? E.right(decoded.right as never)
    : E.left({ _tag: 'Malformed', type, issues: issuesOf(codec.data, current) })
}

/** An upcaster that throws was given data it never wrote: the codec then names what is missing. */
const upcast = (codec: AnyEventCodec, from: number, data: unknown): unknown => {
  try {
    return codec.upcasters.slice(from - 1).reduce((older, next) => next(older), data)
  } catch {
    return undefined
  }
}
