/**
 * Random contracts, and changes of them: such as somebody makes who edits the codec of an event.
 */
import * as fc from 'fast-check'
import type { Contract, Contracts } from './contract.ts'

const names = ['a', 'b', 'c']
const anySize = fc
  .tuple(fc.nat(3), fc.nat(3))
  .map(([min, more]) => ({ min, max: min + more }) as const)
const anyForm = fc.constantFrom(
  { form: '/^[A-Z]{3}$/', examples: ['EUR', 'USD'] },
  { form: '/^[a-z]{2,3}$/u', examples: ['de', 'yue'] },
)

/** Contracts of every kind that random values can be made for, nested up to three times. */
export const anyContract: fc.Arbitrary<Contract> = fc.letrec<{ readonly contract: Contract }>(
  (tie) => {
    const fields: fc.Arbitrary<Contracts> = fc.dictionary(
      fc.constantFrom(...names),
      tie('contract'),
      { maxKeys: 3, noNullPrototype: true },
    )
    const leaves: ReadonlyArray<fc.Arbitrary<Contract>> = [
      fc.constant({ kind: 'id' }),
      fc.constant({ kind: 'boolean' }),
      fc
        .subarray(['x', 'y', 'z'], { minLength: 1 })
        .map((values) => ({ kind: 'choice', values }) as const),
      anySize.map((size) => ({ kind: 'integer', ...size }) as const),
      fc.integer({ min: 1, max: 4 }).map((max) => ({ kind: 'text', max, examples: [] }) as const),
      anyForm.map((form) => ({ kind: 'text', max: 320, ...form }) as const),
    ]
    const inner: ReadonlyArray<fc.Arbitrary<Contract>> = [
      fc
        .record({ kind: fc.constant('list'), of: tie('contract'), size: anySize })
        .map(({ of, size }) => ({ kind: 'list', of, ...size }) as const),
      fc.record({ kind: fc.constant('map'), of: tie('contract'), max: fc.nat(3) }),
      fc.tuple(fields, fields).map(([required, optional]) => ({
        kind: 'record' as const,
        required,
        optional: Object.fromEntries(
          Object.entries(optional).filter(([name]) => required[name] === undefined),
        ),
      })),
      fc.record({
        kind: fc.constant('personal'),
        of: fc.constantFrom('partyId', 'requestId'),
        clear: fc.oneof(...leaves),
      }),
    ]
    return {
      contract: fc.oneof(
        { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
        fc.oneof(...leaves),
        fc.oneof(...inner),
      ),
    }
  },
).contract

/** The contract after an edit somewhere in it: wider, narrower, or another one. */
export const anyEdit = (contract: Contract): fc.Arbitrary<Contract> =>
  fc.oneof({ weight: 1, arbitrary: anyContract }, { weight: 6, arbitrary: editOf(contract) })

const editOf = (contract: Contract): fc.Arbitrary<Contract> => {
  switch (contract.kind) {
    case 'choice':
      return fc
        .subarray(['w', 'x', 'y', 'z'], { minLength: 1 })
        .map((values) => ({ ...contract, values }))
    case 'integer':
      return anySize.map((size) => ({ ...contract, ...size }))
    case 'text':
      return fc.oneof(
        fc.integer({ min: 1, max: 4 }).map((max) => ({ ...contract, max })),
        anyForm.map((form) => ({ ...contract, ...form })),
      )
    case 'list':
      return fc.oneof(
        anySize.map((size) => ({ ...contract, ...size })),
        fc
          .constant(contract.of)
          .chain(anyEdit)
          .map((of) => ({ ...contract, of })),
      )
    case 'map':
      return fc.oneof(
        fc.nat(4).map((max) => ({ ...contract, max })),
        fc
          .constant(contract.of)
          .chain(anyEdit)
          .map((of) => ({ ...contract, of })),
      )
    case 'personal':
      return fc.oneof(
        fc.constantFrom('partyId', 'requestId').map((of) => ({ ...contract, of })),
        fc
          .constant(contract.clear)
          .chain(anyEdit)
          .map((clear) => ({ ...contract, clear })),
      )
    case 'record':
      return editedFields(contract)
    case 'id':
    case 'boolean':
    case 'other':
      return fc.constant(contract)
  }
}

type RecordContract = Extract<Contract, { readonly kind: 'record' }>

/** A field becomes optional or required, goes, comes, or is edited itself. */
const editedFields = ({ kind, required, optional }: RecordContract): fc.Arbitrary<Contract> => {
  const all = { ...required, ...optional }
  const place = fc.constantFrom('required', 'optional', 'gone')
  return fc
    .tuple(fc.constantFrom(...names), place, anyContract, fc.boolean())
    .chain(([name, where, fresh, isEdited]) => {
      const now = all[name]
      const value =
        now === undefined ? fc.constant(fresh) : isEdited ? anyEdit(now) : fc.constant(now)
      return value.map((field): Contract => {
        const { [name]: _, ...needed } = required
        const { [name]: __, ...allowed } = optional
        const added = { [name]: field }
        return {
          kind,
          required: where === 'required' ? { ...needed, ...added } : needed,
          optional: where === 'optional' ? { ...allowed, ...added } : allowed,
        }
      })
    })
}
