/**
 * The building blocks of stored and sent data: io-ts codecs whose decoded value *is* the stored value.
 *
 * Every codec here is an identity: what is on disk, in memory and in an auditor's export reads the same. So decoding
 * a good value is one `is` and no copy, which is what makes a replay fast. A codec also tells what it is made of
 * (`shape`), so that generators, documentation and the privacy check can walk it.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** What a codec is made of, for those who walk it: generators of test data, documentation, the privacy check. */
export type Shape =
  | { readonly kind: 'id' }
  | { readonly kind: 'choice'; readonly values: ReadonlyArray<string> }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'text'
      readonly max: number
      /** The source of the regular expression, where the text has a fixed form. */
      readonly form?: string
      readonly examples: ReadonlyArray<string>
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly of: t.Mixed; readonly min: number; readonly max: number }
  | { readonly kind: 'map'; readonly of: t.Mixed; readonly max: number }
  | { readonly kind: 'record'; readonly required: t.Props; readonly optional: t.Props }
  | { readonly kind: 'personal'; readonly of: string; readonly clear: t.Mixed }

/** An identity codec that tells its shape. Its name is what an error says was expected. */
export class Shaped<A> extends t.Type<A> {
  readonly shape: Shape
  constructor(
    name: string,
    shape: Shape,
    is: (u: unknown) => u is A,
    validate?: t.Validate<unknown, A>,
  ) {
    super(name, is, validate ?? ((u, c) => (is(u) ? t.success(u) : t.failure(u, c))), t.identity)
    this.shape = shape
  }
}

/** The shape of `codec`, if it was built here. */
export const shapeOf = (codec: t.Mixed): Shape | undefined =>
  codec instanceof Shaped ? codec.shape : undefined

// ------------------------------------------------------------------------------------------------
// single values
// ------------------------------------------------------------------------------------------------

/** A value of `A` that only the codec called `Name` gives out. */
export type Brand<A, Name extends string> = A & t.Brand<{ readonly [K in Name]: symbol }>

/** The same codec, giving out values that cannot be confused with others of the same form. */
export const branded = <A, Name extends string>(
  _: Name,
  codec: Shaped<A>,
): Shaped<Brand<A, Name>> => codec as never

/** A type without its brands: what a caller writes, before a codec has looked at it. */
export type Plain<A> = A extends string & t.Brand<infer _>
  ? string
  : A extends number & t.Brand<infer _>
    ? number
    : A extends ReadonlyArray<infer Item>
      ? ReadonlyArray<Plain<Item>>
      : A extends object
        ? { readonly [K in keyof A]: Plain<A[K]> }
        : A

/** By code unit: 1 for a digit of lower-case hexadecimal. */
const isHex = new Uint8Array(128)
for (const digit of '0123456789abcdef') isHex[digit.charCodeAt(0)] = 1

const areHex = (u: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i += 1) if (isHex[u.charCodeAt(i)] !== 1) return false
  return true
}

const hyphen = 0x2d

/** Loops, because ids are most of what a replay checks, and a regular expression takes longer. */
const isUuid = (u: string): boolean =>
  u.length === 36 &&
  u.charCodeAt(8) === hyphen &&
  u.charCodeAt(13) === hyphen &&
  u.charCodeAt(18) === hyphen &&
  u.charCodeAt(23) === hyphen &&
  areHex(u, 0, 8) &&
  areHex(u, 9, 13) &&
  areHex(u, 14, 18) &&
  areHex(u, 19, 23) &&
  areHex(u, 24, 36)

/**
 * A random identifier: a UUID in lower case, so that no name, phone or plate can be one.
 *
 * The last good one is remembered: the events of a stream have its id in common, and to compare two
 * ids takes a fifth of looking at one.
 */
export const identifier = <Name extends string>(name: Name): Shaped<Brand<string, Name>> => {
  let last = ''
  const isGood = (u: string): boolean => {
    if (u === last) return true
    if (!isUuid(u)) return false
    last = u
    return true
  }
  return new Shaped(
    `${name} (a UUID)`,
    { kind: 'id' },
    (u): u is Brand<string, Name> => typeof u === 'string' && isGood(u),
  )
}

/** One of a closed list of words. */
export const oneOf = <const Values extends ReadonlyArray<string>>(
  ...values: Values
): Shaped<Values[number]> => {
  const known: ReadonlySet<unknown> = new Set(values)
  return new Shaped(
    values.length === 1 ? `'${values[0]}'` : `one of ${values.join(', ')}`,
    { kind: 'choice', values },
    (u): u is Values[number] => known.has(u),
  )
}

/** A whole number from `min` to `max`, both included, and never beyond what a double holds exactly. */
export const integer = (
  name: string,
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): Shaped<number> =>
  new Shaped(
    `${name} (a whole number ${bounds(min, max)})`,
    { kind: 'integer', min, max },
    (u): u is number =>
      typeof u === 'number' && Number.isSafeInteger(u) && u >= min && u <= max && !Object.is(u, -0),
  )

const bounds = (min: number, max: number): string => {
  if (max === Number.MAX_SAFE_INTEGER)
    return min === Number.MIN_SAFE_INTEGER ? 'within ±2^53' : `of at least ${min}`
  return `from ${min} to ${max}`
}

/**
 * Text of 1 to `max` UTF-16 units that is valid Unicode without control characters other than tab and line feed, so
 * that what is stored is what is read back on every engine.
 */
export const text = (name: string, max: number): Shaped<string> =>
  new Shaped(
    `${name} (text of 1 to ${max} characters)`,
    { kind: 'text', max, examples: [] },
    (u): u is string => isText(u, max),
  )

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/
/** Control characters, and halves of pairs, which are fine in pairs. */
const doubtful = /[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff]/
const isText = (u: unknown, max: number): u is string =>
  typeof u === 'string' &&
  u.length > 0 &&
  u.length <= max &&
  (!doubtful.test(u) || (!control.test(u) && u.isWellFormed()))

/** Text of a fixed form. `examples` are used in documentation and to generate test data. */
export const pattern = (
  name: string,
  form: RegExp,
  ...examples: readonly [string, ...ReadonlyArray<string>]
): Shaped<string> =>
  new Shaped(
    `${name} (like ${examples[0]})`,
    { kind: 'text', max: 320, form: String(form), examples },
    (u): u is string => typeof u === 'string' && u.length <= 320 && form.test(u),
  )

export const flag: Shaped<boolean> = new Shaped(
  'true or false',
  { kind: 'boolean' },
  (u): u is boolean => typeof u === 'boolean',
)

// ------------------------------------------------------------------------------------------------
// values made of values
// ------------------------------------------------------------------------------------------------

/** From `min` to `max` values of one kind, in order. */
export const list = <A>(
  of: t.Type<A>,
  { min = 0, max = 10_000 }: { readonly min?: number; readonly max?: number } = {},
): Shaped<ReadonlyArray<A>> => {
  const name = `a list of ${min} to ${max}: ${of.name}`
  const hasSize = (u: unknown): u is ReadonlyArray<unknown> =>
    Array.isArray(u) && u.length >= min && u.length <= max
  const is = (u: unknown): u is ReadonlyArray<A> => hasSize(u) && u.every((a) => of.is(a))
  return new Shaped(name, { kind: 'list', of, min, max }, is, (u, context) => {
    if (is(u)) return t.success(u)
    if (!hasSize(u)) return t.failure(u, context)
    return sequence(u.map((a, i) => of.validate(a, t.appendContext(context, String(i), of, a))))
  })
}

const sequence = <A>(parts: ReadonlyArray<t.Validation<A>>): t.Validation<ReadonlyArray<A>> => {
  const errors: Array<t.ValidationError> = []
  const values: Array<A> = []
  for (const part of parts)
    if (E.isLeft(part)) errors.push(...part.left)
    else values.push(part.right)
  return errors.length > 0 ? t.failures(errors) : t.success(values)
}

/** Up to `max` values of one kind under free keys of 1 to 200 characters. */
export const mapOf = <A>(of: t.Type<A>, max: number): Shaped<Readonly<Record<string, A>>> => {
  const isKey = (key: string) => isText(key, 200) && key !== '__proto__'
  const isMap = (u: unknown): u is Readonly<Record<string, unknown>> =>
    isObject(u) && Object.keys(u).length <= max && Object.keys(u).every(isKey)
  return new Shaped(
    `a map of up to ${max} keys: ${of.name}`,
    { kind: 'map', of, max },
    (u): u is Readonly<Record<string, A>> => isMap(u) && Object.values(u).every((a) => of.is(a)),
  )
}

export type RecordOf<Required extends t.Props, Optional extends t.Props> = {
  readonly [K in keyof Required]: t.TypeOf<Required[K]>
} & { readonly [K in keyof Optional]?: t.TypeOf<Optional[K]> }

/** A record of named fields. Keeps its fields, so that a command can be made from an event's. */
export class RecordCodec<Required extends t.Props, Optional extends t.Props> extends Shaped<
  Flat<RecordOf<Required, Optional>>
> {
  readonly required: Required
  readonly optional: Optional
  constructor(name: string, required: Required, optional: Optional) {
    const is = isRecord<Flat<RecordOf<Required, Optional>>>(required, optional)
    super(name, { kind: 'record', required, optional }, is, (u, context) => {
      if (is(u)) return t.success(u)
      return validateRecord(u, context, required, optional)
    })
    this.required = required
    this.optional = optional
  }
}

/** Any record codec, for lists of unlike ones. */
export type AnyRecord = t.Mixed & { readonly required: t.Props; readonly optional: t.Props }

/** The same type with its fields spelled out, for short error messages and hovers. */
export type Flat<A> = { readonly [K in keyof A]: A[K] }

/**
 * A record: `is` accepts exactly the named fields, absent optional ones left out and never `undefined`; `decode` drops
 * fields it does not know, so that an older reader can read what a newer writer wrote.
 */
export const record = <Required extends t.Props, Optional extends t.Props = Record<never, never>>(
  required: Required,
  optional?: Optional,
  name = 'a record',
): RecordCodec<Required, Optional> => new RecordCodec(name, required, optional ?? ({} as Optional))

const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

const fieldsOf = (
  props: t.Props,
): ReadonlyArray<{ readonly key: string; readonly codec: t.Mixed }> =>
  Object.entries(props).map(([key, codec]) => ({ key, codec }))

/** Two flat loops and a count over plain lists, because every event of a replay passes here. */
const isRecord = <A>(required: t.Props, optional: t.Props) => {
  const [needed, allowed] = [Object.keys(required), Object.keys(optional)]
  const [isNeeded, isAllowed] = [checksOf(required), checksOf(optional)]
  return (u: unknown): u is A => {
    if (!isObject(u)) return false
    let expected = needed.length
    for (let i = 0; i < needed.length; i += 1)
      if (isNeeded[i]?.(u[needed[i] ?? '']) !== true) return false
    for (let i = 0; i < allowed.length; i += 1) {
      const value = u[allowed[i] ?? '']
      if (value === undefined) continue
      if (isAllowed[i]?.(value) !== true) return false
      expected += 1
    }
    return Object.keys(u).length === expected
  }
}

const checksOf = (props: t.Props): ReadonlyArray<(u: unknown) => boolean> =>
  Object.values(props).map(({ is }) => is)

const validateRecord = <A>(
  u: unknown,
  context: t.Context,
  required: t.Props,
  optional: t.Props,
): t.Validation<A> => {
  if (!isObject(u)) return t.failure(u, context)
  const errors: Array<t.ValidationError> = []
  const known: Record<string, unknown> = {}
  for (const { key, codec } of [...fieldsOf(required), ...fieldsOf(optional)]) {
    if (!Object.hasOwn(u, key) && Object.hasOwn(optional, key)) continue
    const part = codec.validate(u[key], t.appendContext(context, key, codec, u[key]))
    if (E.isLeft(part)) errors.push(...part.left)
    else known[key] = part.right
  }
  return errors.length > 0 ? t.failures(errors) : t.success(known as A)
}
