/**
 * What is wrong with a value, in words that may be shown, logged and kept: the path and what was expected there.
 *
 * Never the value itself: events and commands hold personal data.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'

export interface Issue {
  /** Where, from the root of the value: `data.lines.0.qty`. Empty for the value itself. */
  readonly path: string
  /** What was expected there, such as `Instant (a whole number from …)`. */
  readonly expected: string
}

/** Every reason why `codec` refuses `value`, fields that it does not know included; none if it accepts it. */
export const issuesOf = (codec: t.Mixed, value: unknown): ReadonlyArray<Issue> => {
  const decoded = codec.decode(value)
  if (E.isLeft(decoded)) return decoded.left.map(issueOf)
  return unknownFields(value, decoded.right, '')
}

/** The issues as one line: `data.qty: expected a whole number of at least 0; data.sku: expected text`. */
export const describeIssues = (issues: ReadonlyArray<Issue>): string =>
  issues
    .map(({ path, expected }) => `${path === '' ? 'it' : path}: expected ${expected}`)
    .join('; ')

const issueOf = ({ context }: t.ValidationError): Issue => ({
  path: context
    .map(({ key }) => key)
    .filter((key) => key !== '')
    .join('.'),
  expected: context.at(-1)?.type.name ?? 'something else',
})

/**
 * Where `given` has a field that decoding left out. Our codecs are identities, so whatever is missing afterwards was
 * not known to them; an explicit `undefined` is an unknown value too.
 */
const unknownFields = (given: unknown, kept: unknown, path: string): ReadonlyArray<Issue> => {
  if (given === kept && !hasUndefined(given)) return []
  if (!isContainer(given) || !isContainer(kept)) return []
  return Object.entries(given).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`
    if (value === undefined) return [{ path: at, expected: 'a value, or the field left out' }]
    if (!Object.hasOwn(kept, key)) return [{ path: at, expected: 'no such field' }]
    return unknownFields(value, kept[key], at)
  })
}

const hasUndefined = (u: unknown): boolean =>
  isContainer(u) && Object.values(u).some((value) => value === undefined || hasUndefined(value))

const isContainer = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null
