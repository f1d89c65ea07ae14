/**
 * Random data from codecs: whatever a codec of ours accepts, and so that values collide.
 *
 * Rules meet where values collide, so ids come from a pool of a few, and numbers and instants are small and near.
 */
import * as fc from 'fast-check'
import type * as t from 'io-ts'
import { shapeOf, type Shape } from '../codec.ts'
import type { Command, CommandCodecs } from '../command.ts'
import type { AnyEventCodec, Fact, Registry } from '../event.ts'
import { erased } from '../personal.ts'
import type { Actor, Instant } from '../primitives.ts'

/** `id(1)` … are the ids of a test's world; generated data uses the first three. */
export const id = <Id extends string = string>(n: number): Id =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as Id

/** 2026-01-01T00:00Z, and `minutes` later. */
export const at = (minutes: number): Instant => (1_767_225_600_000 + minutes * 60_000) as Instant

/** Values that `codec` accepts. With `erasure`, personal data is sometimes the mark that it is gone. */
export const anyOf = <A>(
  codec: t.Type<A>,
  { erasure = false }: { readonly erasure?: boolean } = {},
): fc.Arbitrary<A> => {
  const shape = shapeOf(codec)
  if (shape === undefined) throw new Error(`no random data for ${codec.name}: it tells no shape`)
  return byShape(shape, erasure) as fc.Arbitrary<A>
}

const byShape = (shape: Shape, erasure: boolean): fc.Arbitrary<unknown> => {
  const inner = (codec: t.Mixed) => anyOf(codec, { erasure })
  switch (shape.kind) {
    case 'id':
      return fc.constantFrom(id(1), id(2), id(3))
    case 'choice':
      return fc.constantFrom(...shape.values)
    case 'integer':
      return anyInteger(shape.min, shape.max)
    case 'text':
      return shape.examples.length > 0 ? fc.constantFrom(...shape.examples) : anyText(shape.max)
    case 'boolean':
      return fc.boolean()
    case 'list':
      return fc.array(inner(shape.of), {
        minLength: shape.min,
        maxLength: Math.min(shape.max, shape.min + 3),
      })
    case 'map':
      return fc.dictionary(fc.constantFrom('a', 'b', 'c'), inner(shape.of), { maxKeys: shape.max })
    case 'record':
      return anyRecord(shape.required, shape.optional, erasure)
    case 'personal':
      return erasure
        ? fc.oneof({ weight: 4, arbitrary: inner(shape.clear) }, fc.constant(erased))
        : inner(shape.clear)
  }
}

/** Instants within a day, other numbers within ten of their lowest. */
const anyInteger = (min: number, max: number): fc.Arbitrary<number> => {
  if (max === 8.64e15) return fc.integer({ min: 0, max: 1_440 }).map(at)
  const low = Math.max(min, -10)
  return fc.integer({ min: low, max: Math.min(max, low + 10) })
}

const anyText = (max: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(max, 8) })
    .map((s) => s.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '·').slice(0, max))
    .filter((s) => s.isWellFormed() && s.length > 0)

const anyRecord = (
  required: t.Props,
  optional: t.Props,
  erasure: boolean,
): fc.Arbitrary<unknown> => {
  const fields = (props: t.Props) =>
    Object.fromEntries(
      Object.entries(props).map(([key, codec]) => [key, anyOf(codec, { erasure })]),
    )
  return fc.record(
    { ...fields(required), ...fields(optional) },
    { requiredKeys: Object.keys(required), noNullPrototype: true },
  )
}

/** Events of every type of a registry, whether or not any decider would cause them in that order. */
export const anyEvent = <Event extends Fact>(events: Registry<Event>): fc.Arbitrary<Event> =>
  fc.oneof(...[...events.codecs.values()].map(anyEventOf)) as fc.Arbitrary<Event>

const anyEventOf = ({ type, data }: AnyEventCodec): fc.Arbitrary<Fact> =>
  fc.record(
    { type: fc.constant(type), data: anyOf(data, { erasure: true }) },
    { noNullPrototype: true },
  )

/** Actors of every kind, few of each. */
export const anyActor: fc.Arbitrary<Actor> = fc.record(
  {
    kind: fc.constantFrom('agent', 'agent', 'supervisor', 'customer', 'system', 'import'),
    id: fc.constantFrom(id(1), id(2)),
  },
  { noNullPrototype: true },
)

/**
 * Commands of every type, all about the thing with `id(1)`, with the facts that `factsOf` gives for a type. `weights`
 * makes some types more frequent (1 where not named), so that histories get far enough.
 */
export const anyCommand = <C extends Command>(
  { commands, idField }: { readonly commands: CommandCodecs; readonly idField: string },
  {
    factsOf = () => ({}),
    weights = {},
  }: {
    readonly factsOf?: (type: C['type']) => unknown
    readonly weights?: { readonly [Type in C['type']]?: number }
  } = {},
): fc.Arbitrary<C> =>
  fc.oneof(
    ...Object.entries(commands).map(([type, data]) => ({
      weight: (weights as Readonly<Record<string, number>>)[type] ?? 1,
      arbitrary: fc.record(
        {
          type: fc.constant(type),
          data: anyOf(data).map((fields) => ({ ...(fields as object), [idField]: id(1) })),
          at: fc.integer({ min: 0, max: 1_440 }).map(at),
          actor: anyActor,
          facts: fc.constant(factsOf(type)),
        },
        { noNullPrototype: true },
      ),
    })),
  ) as unknown as fc.Arbitrary<C>
