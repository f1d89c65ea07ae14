/**
 * What of an older contract a newer one does not accept any more.
 *
 * A contract may become wider and never narrower: whatever was written under the old one is read for
 * ever. Where that cannot be told, as with another form of a text, it counts as narrower.
 */
import type { Contract, Contracts, RecordContract } from './contract.ts'

/** Both included. */
export interface Range {
  readonly min: number
  readonly max: number
}

export type Narrowing =
  /** What is stored there would be dropped. */
  | { readonly _tag: 'FieldRemoved' }
  /** Stored events lack it, or may. */
  | { readonly _tag: 'FieldRequired'; readonly was: 'absent' | 'optional' }
  | {
      readonly _tag: 'KindChanged'
      readonly from: Contract['kind']
      readonly to: Contract['kind']
    }
  | { readonly _tag: 'ValuesRemoved'; readonly values: ReadonlyArray<string> }
  /** Of a number, of the length of a text, or of the size of a list or map. */
  | { readonly _tag: 'RangeNarrowed'; readonly from: Range; readonly to: Range }
  /** A text has another form: which texts of the old one it accepts cannot be told. */
  | { readonly _tag: 'FormChanged' }
  /** The data is somebody else's: what is stored is sealed under the key of the old subject. */
  | { readonly _tag: 'SubjectChanged'; readonly from: string; readonly to: string }
  /** A codec that tells no shape has another name. */
  | { readonly _tag: 'CodecChanged'; readonly from: string; readonly to: string }

export interface Narrowed {
  /** From the root of the data, `lines.qty`; empty for the value itself. Items of lists add no step. */
  readonly path: string
  readonly what: Narrowing
}

/** None if whatever `before` accepts is read under `after` as it was written. */
export const narrowed = (before: Contract, after: Contract, path = ''): ReadonlyArray<Narrowed> => {
  const not = (what: Narrowing): ReadonlyArray<Narrowed> => [{ path, what }]
  const within = (from: Range, to: Range): ReadonlyArray<Narrowed> =>
    to.min <= from.min && from.max <= to.max ? [] : not({ _tag: 'RangeNarrowed', from, to })
  const other = not({ _tag: 'KindChanged', from: before.kind, to: after.kind })
  switch (before.kind) {
    case 'id':
    case 'boolean':
      return after.kind === before.kind ? [] : other
    case 'choice':
      return after.kind === 'choice'
        ? withoutValues(before.values, after.values).flatMap(not)
        : other
    case 'integer':
      return after.kind === 'integer' ? within(rangeOf(before), rangeOf(after)) : other
    case 'text': {
      if (after.kind !== 'text') return other
      if (before.form !== after.form) return not({ _tag: 'FormChanged' })
      return within({ min: 1, max: before.max }, { min: 1, max: after.max })
    }
    case 'list':
      return after.kind === 'list'
        ? [...within(rangeOf(before), rangeOf(after)), ...narrowed(before.of, after.of, path)]
        : other
    case 'map': {
      if (after.kind !== 'map') return other
      const size = within({ min: 0, max: before.max }, { min: 0, max: after.max })
      return [...size, ...narrowed(before.of, after.of, path)]
    }
    case 'record':
      return after.kind === 'record' ? narrowedFields(before, after, path) : other
    case 'personal': {
      if (after.kind !== 'personal') return other
      if (before.of !== after.of)
        return not({ _tag: 'SubjectChanged', from: before.of, to: after.of })
      return narrowed(before.clear, after.clear, path)
    }
    case 'other': {
      if (after.kind !== 'other') return other
      if (before.name === after.name) return []
      return not({ _tag: 'CodecChanged', from: before.name, to: after.name })
    }
  }
}

const rangeOf = ({ min, max }: Range): Range => ({ min, max })

const withoutValues = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
): ReadonlyArray<Narrowing> => {
  const values = before.filter((value) => !after.includes(value))
  return values.length === 0 ? [] : [{ _tag: 'ValuesRemoved', values }]
}

const narrowedFields = (
  before: RecordContract,
  after: RecordContract,
  path: string,
): ReadonlyArray<Narrowed> => {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
  const known: Contracts = { ...before.required, ...before.optional }
  const kept: Contracts = { ...after.required, ...after.optional }
  const lost = Object.entries(known).flatMap(([name, contract]) => {
    const now = kept[name]
    if (now !== undefined) return narrowed(contract, now, at(name))
    return [{ path: at(name), what: { _tag: 'FieldRemoved' } } as const]
  })
  const demanded = Object.keys(after.required).flatMap((name) => {
    if (before.required[name] !== undefined) return []
    const was = before.optional[name] === undefined ? 'absent' : 'optional'
    return [{ path: at(name), what: { _tag: 'FieldRequired', was } } as const]
  })
  return [...lost, ...demanded]
}
