/**
 * Messages as tables: a name, a number and a kind for each field.
 *
 * Every field may be missing. What is given is written, zero too, so that one of several fields is
 * told by its presence; fields that are not in the table are passed over.
 */
import { delimited, text, type Kind } from './kinds.ts'
import { bytesOf, putVarint, sinkOf, type Sink } from './sink.ts'
import { skip, sourceOf, takeVarint, type Source } from './source.ts'

export interface Field<A> {
  readonly number: number
  put(sink: Sink, value: A): void
  /** The value after this occurrence, given what was read before. */
  take(source: Source, before: A | undefined): A
}

type Fields = Readonly<Record<string, Field<unknown>>>
type ValueOf<F> = F extends Field<infer A> ? A : never

/** What a table describes. */
export type FieldsOf<Table extends Fields> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]> | undefined
}

/** A kind that also stands alone: the body of a call. */
export interface Message<A> extends Kind<A> {
  encode(value: A): Buffer
  decode(bytes: Buffer): A
}

/** The value type of a message. */
export type Of<M> = M extends Message<infer A> ? A : never

const putTag = (sink: Sink, number: number, wireType: number): void =>
  putVarint(sink, number * 8 + wireType)

/** A field that occurs once; the last occurrence counts. */
export const one = <A>(number: number, kind: Kind<A>): Field<A> => ({
  number,
  put: (sink, value) => {
    kind.put(sink, value)
    putTag(sink, number, kind.wireType)
  },
  take: (source) => kind.take(source),
})

export const many = <A>(number: number, kind: Kind<A>): Field<ReadonlyArray<A>> => ({
  number,
  put: (sink, values) => {
    for (const value of values.toReversed()) {
      kind.put(sink, value)
      putTag(sink, number, kind.wireType)
    }
  },
  take: (source, before) => {
    const all: Array<A> = Array.isArray(before) ? before : []
    all.push(kind.take(source))
    return all
  },
})

/** A map from texts: on the wire a repeated message of key (1) and value (2). */
export const mapOf = <A>(number: number, kind: Kind<A>): Field<ReadonlyMap<string, A>> => {
  const entry = message({ key: one(1, text), value: one(2, kind) })
  return {
    number,
    put: (sink, values) => {
      for (const [key, value] of values) {
        entry.put(sink, { key, value })
        putTag(sink, number, 2)
      }
    },
    take: (source, before) => {
      const all: Map<string, A> = before instanceof Map ? before : new Map()
      const { key = '', value } = entry.take(source)
      return value === undefined ? all : all.set(key, value)
    },
  }
}

export const message = <Table extends Fields>(table: Table): Message<FieldsOf<Table>> => {
  const named = Object.entries(table)
  const backwards = named.toReversed()
  const byNumber = new Map(named.map(([name, field]) => [field.number, { name, field }]))

  const putFields = (sink: Sink, value: Readonly<Record<string, unknown>>): void => {
    for (const [name, field] of backwards) {
      const held = value[name]
      if (held !== undefined) field.put(sink, held)
    }
  }

  /** The table is the proof of the type. */
  const takeFields = (source: Source): FieldsOf<Table> => {
    const value: Record<string, unknown> = {}
    while (source.at < source.end) {
      const tag = takeVarint(source)
      const known = byNumber.get(Math.floor(tag / 8))
      if (known === undefined) skip(source, tag % 8)
      else value[known.name] = known.field.take(source, value[known.name])
    }
    return value as FieldsOf<Table>
  }

  return {
    wireType: 2,
    put: (sink, value) => delimited(sink, () => putFields(sink, value)),
    take: (source) => {
      const length = takeVarint(source)
      const end = source.at + length
      if (end > source.end) throw new RangeError('a message ends too early')
      const value = takeFields({ buffer: source.buffer, at: source.at, end })
      source.at = end
      return value
    },
    encode: (value) => {
      const sink = sinkOf()
      putFields(sink, value)
      return bytesOf(sink)
    },
    decode: (bytes) => takeFields(sourceOf(bytes)),
  }
}
