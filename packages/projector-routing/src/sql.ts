/**
 * SQL that several questions share.
 */

/** The statuses in which somebody still has to do something about a request. */
export const live = `('open', 'inProgress', 'waiting', 'resolved')`

/** Milliseconds of as many days of 24 hours as a parameter says, wide enough on every database. */
export const daysOf = (param: string): string => `:${param} * CAST(86400000 AS bigint)`
