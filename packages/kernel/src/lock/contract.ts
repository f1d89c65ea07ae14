/**
 * What a codec accepts, as plain data: the contract of a stored event, to be kept in a file, compared
 * with what the code says later, and made into a codec again when the code says something else.
 */
import * as t from 'io-ts'
import {
  flag,
  identifier,
  integer,
  list,
  mapOf,
  oneOf,
  pattern,
  record,
  shapeOf,
  text,
} from '../codec.ts'
import { personal } from '../personal.ts'

export interface RecordContract {
  readonly kind: 'record'
  readonly required: Contracts
  readonly optional: Contracts
}
export type Contracts = Readonly<Record<string, Contract>>

export type Contract =
  | { readonly kind: 'id' }
  | { readonly kind: 'choice'; readonly values: ReadonlyArray<string> }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'text'
      readonly max: number
      readonly form?: string
      readonly examples: ReadonlyArray<string>
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly of: Contract; readonly min: number; readonly max: number }
  | { readonly kind: 'map'; readonly of: Contract; readonly max: number }
  | RecordContract
  | { readonly kind: 'personal'; readonly of: string; readonly clear: Contract }
  /** A codec that does not tell what it is made of: only its name is known. */
  | { readonly kind: 'other'; readonly name: string }

/** What `codec` accepts. Fields are in the order of their names: the order is no part of it. */
export const contractOf = (codec: t.Mixed): Contract => {
  const shape = shapeOf(codec)
  switch (shape?.kind) {
    case undefined:
      return { kind: 'other', name: codec.name }
    case 'list':
    case 'map':
      return { ...shape, of: contractOf(shape.of) }
    case 'personal':
      return { ...shape, clear: contractOf(shape.clear) }
    case 'record':
      return recordContractOf(shape)
    case 'id':
    case 'choice':
    case 'integer':
    case 'text':
    case 'boolean':
      return shape
  }
}

/** The same of a record, such as the data of an event. */
export const recordContractOf = ({
  required,
  optional,
}: {
  readonly required: t.Props
  readonly optional: t.Props
}): RecordContract => ({
  kind: 'record',
  required: mapped(required, contractOf),
  optional: mapped(optional, contractOf),
})

const mapped = <A, B>(
  fields: Readonly<Record<string, A>>,
  make: (field: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, field]) => [name, make(field)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

/** A codec that accepts what the contract says; of a kind that is not known, anything. */
export const codecOf = (contract: Contract): t.Mixed => {
  switch (contract.kind) {
    case 'id':
      return identifier('an id')
    case 'choice':
      return oneOf(...contract.values)
    case 'integer':
      return integer('a number', contract.min, contract.max)
    case 'text':
      return textOf(contract)
    case 'boolean':
      return flag
    case 'list':
      return list(codecOf(contract.of), contract)
    case 'map':
      return mapOf(codecOf(contract.of), contract.max)
    case 'record':
      return record(mapped(contract.required, codecOf), mapped(contract.optional, codecOf))
    case 'personal':
      return personal(codecOf(contract.clear), contract.of)
    case 'other':
      return t.unknown
  }
}

const textOf = ({ form, max, examples }: Extract<Contract, { readonly kind: 'text' }>): t.Mixed => {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(form ?? '') ?? []
  const [first, ...others] = examples
  return source === undefined || first === undefined
    ? text('a text', max)
    : pattern('a text', new RegExp(source, flags), first, ...others)
}
