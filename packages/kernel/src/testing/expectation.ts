/**
 * A failed expectation as a plain Error, so that specifications run under any test runner.
 */

/** Equal as data: same keys, same values, arrays in order; sets and maps by their contents. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  if (a instanceof Set && b instanceof Set) return isSame([...a], [...b])
  if (a instanceof Map && b instanceof Map) return isSame([...a], [...b])
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(Reflect.get(a, key), Reflect.get(b, key)))
  )
}

/** Throws an Error that shows both sides unless they are the same. */
export const expectSame = (what: string, actual: unknown, expected: unknown): void => {
  if (isSame(actual, expected)) return
  throw failed(`${what}\n\nexpected: ${show(expected)}\n\nbut got:  ${show(actual)}\n`)
}

export const expectThat = (
  holds: boolean,
  what: string,
  ...values: ReadonlyArray<unknown>
): void => {
  if (!holds) throw failed([what, ...values.map(show)].join('\n\n'))
}

const failed = (message: string): Error =>
  Object.assign(new Error(message), { name: 'Expectation' })

const show = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, v: unknown) =>
      v instanceof Set || v instanceof Map ? [...v] : v === undefined ? '(undefined)' : v,
    2,
  )
