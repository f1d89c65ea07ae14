/**
 * Examples of what a contract allows: the least, the most, the usual, and what a newer writer might
 * add. The same contract makes the same examples.
 */
import { erased } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import type { Contract, Contracts, Lock, RecordContract } from '@deskledger/kernel/lock'
import type { Example } from './contracts.ts'

/** How an example fills what its contract leaves open. */
interface Filling {
  readonly name: string
  readonly hasOptional: boolean
  readonly isErased: boolean
  readonly integer: (min: number, max: number) => number
  readonly text: (max: number) => string
  readonly oneOf: <A>(values: ReadonlyArray<A>) => A | undefined
  readonly size: (min: number, max: number) => number
}

/** Latin, Greek, Han, Arabic, a letter and its accent apart, a pair of surrogates, and what JSON escapes. */
const unicode = 'Ñandú Ωμέγα 日本語 عربي e\u0301 💬 "\\\t\n\u2028'

const first = <A>(values: ReadonlyArray<A>): A | undefined => values[0]
const last = <A>(values: ReadonlyArray<A>): A | undefined => values.at(-1)
const isInstant = (max: number): boolean => max === 8.64e15

const fillings: ReadonlyArray<Filling> = [
  {
    name: 'the least',
    hasOptional: false,
    isErased: false,
    integer: (min) => min,
    text: () => '·',
    oneOf: first,
    size: (min) => min,
  },
  {
    name: 'the most',
    hasOptional: true,
    isErased: false,
    integer: (_, max) => max,
    text: (max) => unicode.padEnd(max, 'x').slice(0, max),
    oneOf: last,
    size: (_, max) => Math.min(max, 20),
  },
  {
    name: 'the usual, erased',
    hasOptional: true,
    isErased: true,
    integer: (min, max) => (isInstant(max) ? at(90) : Math.max(min, Math.min(max, 3))),
    text: (max) => 'Grüße aus Köln'.slice(0, max),
    oneOf: (values) => values[Math.floor(values.length / 2)],
    size: (min, max) => Math.min(max, min + 1),
  },
]

/** Four examples of each version of each type that `isMissing`, in the order of the lock. */
export const examplesOf = (
  { types }: Lock,
  isMissing: (type: string, version: number) => boolean,
): ReadonlyArray<Example> =>
  Object.entries(types).flatMap(([type, versions]) =>
    Object.entries(versions)
      .map(([version, contract]) => ({ schemaVersion: Number(version), contract }))
      .filter(({ schemaVersion }) => isMissing(type, schemaVersion))
      .flatMap(({ schemaVersion, contract }) =>
        dataOf(contract).map(({ example, data }) => ({ type, schemaVersion, example, data })),
      ),
  )

const dataOf = (contract: RecordContract): ReadonlyArray<{ example: string; data: object }> => {
  const filled = fillings.map((filling) => ({
    example: filling.name,
    data: recordOf(contract, filling),
  }))
  const [least] = filled
  const newer = { ...least?.data, ...addedLater }
  return [...filled, { example: 'the least, of a newer writer', data: newer }]
}

/** A field that no version knows is left out where it is read. */
export const addedLater = { addedLater: { by: ['a newer writer', null, 1.5] } }

const valueOf = (contract: Contract, filling: Filling): unknown => {
  switch (contract.kind) {
    case 'id':
      return id(filling.hasOptional ? 2 : 1)
    case 'choice':
      return filling.oneOf(contract.values)
    case 'integer':
      return filling.integer(contract.min, contract.max)
    case 'text':
      return contract.examples.length > 0
        ? filling.oneOf(contract.examples)
        : filling.text(contract.max)
    case 'boolean':
      return filling.hasOptional
    case 'list':
      return some(filling.size(contract.min, contract.max), () => valueOf(contract.of, filling))
    case 'map':
      return Object.fromEntries(
        some(filling.size(0, contract.max), (n) => [`key ${n}`, valueOf(contract.of, filling)]),
      )
    case 'record':
      return recordOf(contract, filling)
    case 'personal':
      return filling.isErased ? erased : valueOf(contract.clear, filling)
    case 'other':
      throw new Error(`no example of ${contract.name}: it tells no shape`)
  }
}

const some = <A>(size: number, make: (n: number) => A): Array<A> =>
  Array.from({ length: size }, (_, n) => make(n))

const recordOf = ({ required, optional }: RecordContract, filling: Filling): object => {
  const fields: Contracts = filling.hasOptional ? { ...required, ...optional } : required
  return Object.fromEntries(
    Object.entries(fields).map(([name, contract]) => [name, valueOf(contract, filling)]),
  )
}
