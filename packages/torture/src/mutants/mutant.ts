/**
 * A planted fault: one text of one file, and what stands there instead.
 */
export interface Mutant {
  /** What somebody did wrong, in a few words. */
  readonly fault: string
  /** From the root of the repository. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly before: string
  readonly after: string
  /** The spec that must go red: a path, or the beginning of several; or `torture ATTACK`. */
  readonly spec: string
}

/** Faults of one package; files are named from its `src`. */
export const faultsOf = (
  name: string,
  faults: ReadonlyArray<
    readonly [fault: string, file: string, before: string, after: string, spec: string]
  >,
): ReadonlyArray<Mutant> =>
  faults.map(([fault, file, before, after, spec]) => ({
    fault,
    file: `packages/${name}/src/${file}`,
    before,
    after,
    spec: attackOf(spec) !== undefined ? spec : `packages/${name}/src/${spec}`,
  }))

const prefix = 'torture '

/** The attack that must notice, where it is none of the specs. */
export const attackOf = (spec: string): string | undefined =>
  spec.startsWith(prefix) ? spec.slice(prefix.length) : undefined
