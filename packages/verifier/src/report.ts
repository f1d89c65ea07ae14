/**
 * What a check has to say: facts, findings with their places, and what it could not check.
 */
export interface Finding {
  readonly what: string
  /** A commit, a position or a file. */
  readonly where: string
}

export interface Report {
  readonly checked: 'bundle' | 'inclusion proof' | 'consistency proof' | 'nothing'
  /** Nothing is wrong if there are none. */
  readonly findings: ReadonlyArray<Finding>
  /** Also those beyond the first thousand. */
  readonly findingsCount: number
  readonly facts: Readonly<Record<string, string | number>>
  /** Requests by status, folded from the events of a bundle. */
  readonly requests?: Readonly<Record<string, number>>
  readonly notChecked: ReadonlyArray<string>
}

/** What whoever checks brings along, independent of what is checked. */
export interface Held {
  /** Texts of keys that were learned from elsewhere. */
  readonly keys: ReadonlyArray<string>
  /** Checkpoints that were kept from earlier. */
  readonly notes: ReadonlyArray<string>
}

const listed = 1_000

export interface Gathering {
  readonly find: (what: string, where: string) => void
  readonly fact: (name: string, value: string | number) => void
  readonly leaveOpen: (what: string) => void
  readonly report: (checked: Report['checked'], more?: Pick<Report, 'requests'>) => Report
}

export const gathering = (): Gathering => {
  const findings: Array<Finding> = []
  const facts: Record<string, string | number> = {}
  const notChecked: Array<string> = []
  let count = 0
  return {
    find: (what, where) => {
      count += 1
      if (findings.length < listed) findings.push({ what, where })
    },
    fact: (name, value) => {
      facts[name] = value
    },
    leaveOpen: (what) => void notChecked.push(what),
    report: (checked, more = {}) => ({
      checked,
      findings,
      findingsCount: count,
      facts,
      ...more,
      notChecked,
    }),
  }
}

const unknownKey = 'whose key it is: it came with the file; give the one you were told with --key'

/** The texts of the keys to be relied on: those that were brought along, or else those that came. */
export const trusted = (
  held: Held,
  came: ReadonlyArray<string>,
  { leaveOpen }: Gathering,
): ReadonlyArray<string> => {
  if (held.keys.length > 0) return held.keys
  if (came.length > 0) leaveOpen(unknownKey)
  return came
}
