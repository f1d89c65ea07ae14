const quarterMs = 15 * 60_000

/** When the quarter of an hour of `at` began, in milliseconds since 1970 UTC. */
export const quarterOf = (at: number): number => at - (at % quarterMs)
