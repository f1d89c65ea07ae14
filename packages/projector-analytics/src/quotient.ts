/**
 * Division in SQL that gives the same on every database: of whole numbers, rounded once.
 *
 * `avg` and `round` do not. One database divides in binary and the other in decimal numbers, and where
 * a result lies just between two of them they part.
 */

/**
 * The SQL of `over / under` to so many decimals, halves upwards; null if `under` is 0 or either is
 * null. Both are whole numbers and never negative, and `over` × 2 × 10^decimals is below 2^63.
 */
export const quotient = (over: string, under: string, decimals = 0): string =>
  divided(over, under, under, decimals)

/** The same where `over` may be negative; halves away from 0. */
export const signedQuotient = (over: string, under: string, decimals = 0): string =>
  divided(over, `CASE WHEN ${over} < 0 THEN -(${under}) ELSE ${under} END`, under, decimals)

const divided = (over: string, half: string, under: string, decimals: number): string => {
  const whole = `(${2 * 10 ** decimals} * (${over}) + ${half}) / NULLIF(2 * (${under}), 0)`
  return decimals === 0 ? whole : `CAST(${whole} AS double precision) / ${10 ** decimals}`
}
