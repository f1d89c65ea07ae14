/**
 * What PostgreSQL says, without anything of what it was told: an error of a row would tell the row.
 */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

const isState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code)

/** An error of the server is its SQLSTATE and nothing else; any other one stays as it is. */
export const withoutValues = (error: unknown): unknown => {
  const code = codeOf(error)
  return isState(code) ? Object.assign(new Error(`SQLSTATE ${code}`), { code }) : error
}

/** There is no such table, schema or function. */
export const isAbsent = (error: unknown): boolean => /^(42P01|3F000|42883)$/.test(codeOf(error))

/** Somebody else holds what has to be had for a moment. */
export const isBusy = (error: unknown): boolean => /^(55P03|40P01|40001)$/.test(codeOf(error))
