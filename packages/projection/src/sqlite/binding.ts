/**
 * Parameters as SQLite takes them.
 *
 * A number is bound as a float, with which `:now / 60000` is no division of whole numbers; only a
 * BigInt is bound as the integer that columns hold, and that Postgres would take it for.
 */
import type { Value } from '../column.ts'

export const binding = (
  params: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value | bigint>> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value,
    ]),
  )
