/**
 * What is known of a caught value, whichever realm its class comes from.
 */
export interface Failure {
  readonly name: string
  readonly message: string
  /** Of SQLite or of the operating system; empty if there is none. */
  readonly code: string
}

export const failureOf = (caught: unknown): Failure => {
  const field = (key: string): string => {
    const value: unknown =
      typeof caught === 'object' && caught !== null ? Reflect.get(caught, key) : ''
    return typeof value === 'string' ? value : ''
  }
  const message = typeof caught === 'string' ? caught : field('message')
  return { name: field('name'), message, code: field('code') }
}
