/**
 * An object that is made when it is first used.
 *
 * A desk's database handle is there before its read models are: a new desk has none yet.
 */
export const lazily = <A extends object>(make: () => A): A => {
  let made: A | undefined
  return new Proxy({} as A, {
    get: (_, name) => {
      made ??= make()
      const value: unknown = Reflect.get(made, name)
      return typeof value === 'function' ? (value.bind(made) as unknown) : value
    },
  })
}
