/**
 * The law of upcasters: whatever an older version of a type could hold is read today.
 */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Fact, Registry } from '../event.ts'
import { codecOf, type RecordContract } from '../lock/contract.ts'
import type { Lock } from '../lock/lock.ts'
import { anyOf } from './arbitrary.ts'
import { expectSame, expectThat } from './expectation.ts'
import type { Law } from './laws.ts'

/**
 * A law for each version in the lock that is older than the present one of its type: data as that
 * version's contract allows it, personal data erased or not, is upcast and decoded, always the same,
 * and stays as it was stored. `runs`: how many random events each sees; 1,000 unless told.
 */
export const upcastingLaws = (
  registry: Readers,
  { types }: Lock,
  { runs = 1_000 }: { readonly runs?: number } = {},
): ReadonlyArray<Law> =>
  [...registry.codecs.values()].flatMap(({ type, schemaVersion }) =>
    Object.entries(types[type] ?? {})
      .filter(([version]) => Number(version) < schemaVersion)
      .map(([version, contract]) => ({
        statement: `${type} of version ${version} is read as version ${schemaVersion}`,
        check: () => readsAll(registry, { type, version: Number(version), contract, runs }),
      })),
  )

type Readers = Pick<Registry<Fact>, 'codecs' | 'decode'>

interface Older {
  readonly type: string
  readonly version: number
  readonly contract: RecordContract
  readonly runs: number
}

const readsAll = (registry: Readers, { type, version, contract, runs }: Older): void =>
  fc.assert(
    fc.property(anyOf(codecOf(contract), { erasure: true }), (data) => {
      const stored = { type, schemaVersion: version, data }
      const written = JSON.stringify(data)
      const read = registry.decode(stored)
      expectThat(E.isRight(read), `${type} of version ${version} is not read`, read)
      expectSame('the same again', registry.decode(stored), read)
      expectSame('what is stored, left alone', JSON.stringify(data), written)
    }),
    { numRuns: runs },
  )
