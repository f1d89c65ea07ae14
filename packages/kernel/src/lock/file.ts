/**
 * The lock as a file: JSON with a line for each field, so that a change is a line of a comparison.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Contract, Contracts, RecordContract } from './contract.ts'
import type { Lock } from './lock.ts'

/** The text of a lock; the same lock makes the same text. */
export const lockText = ({ lock, types }: Lock): string => {
  const all = Object.entries(types).map(([type, versions]) => {
    const each = Object.entries(versions).map(
      ([version, contract]) => `      "${version}": ${recordText(contract)}`,
    )
    return `    ${JSON.stringify(type)}: ${block(each, 4)}`
  })
  return `{\n  "lock": ${lock},\n  "types": ${block(all, 2)}\n}\n`
}

const recordText = ({ kind, required, optional }: RecordContract): string =>
  block(
    [
      `        "kind": "${kind}"`,
      `        "required": ${fieldsText(required)}`,
      `        "optional": ${fieldsText(optional)}`,
    ],
    6,
  )

const fieldsText = (fields: Contracts): string =>
  block(
    Object.entries(fields).map(
      ([name, contract]) => `          ${JSON.stringify(name)}: ${JSON.stringify(contract)}`,
    ),
    8,
  )

const block = (lines: ReadonlyArray<string>, depth: number): string =>
  lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${' '.repeat(depth)}}`

// ------------------------------------------------------------------------------------------------
// read back
// ------------------------------------------------------------------------------------------------

const contract: t.Type<Contract> = t.recursion('a contract', () =>
  t.union([
    t.type({ kind: t.literal('id') }),
    t.type({ kind: t.literal('boolean') }),
    t.type({ kind: t.literal('choice'), values: t.readonlyArray(t.string) }),
    t.type({ kind: t.literal('integer'), min: t.number, max: t.number }),
    t.intersection([
      t.type({ kind: t.literal('text'), max: t.number, examples: t.readonlyArray(t.string) }),
      t.partial({ form: t.string }),
    ]),
    t.type({ kind: t.literal('list'), of: contract, min: t.number, max: t.number }),
    t.type({ kind: t.literal('map'), of: contract, max: t.number }),
    t.type({ kind: t.literal('personal'), of: t.string, clear: contract }),
    t.type({ kind: t.literal('other'), name: t.string }),
    recordContract,
  ]),
) as t.Type<Contract>

const fields = t.record(t.string, contract)
const recordContract: t.Type<RecordContract> = t.type({
  kind: t.literal('record'),
  required: fields,
  optional: fields,
})

const lock: t.Type<Lock> = t.type({
  lock: t.literal(1),
  types: t.record(t.string, t.record(t.string, recordContract)),
})

/** The lock in a file; refused where the text is not one. */
export const parseLock = (text: string): E.Either<{ readonly _tag: 'NotALock' }, Lock> => {
  try {
    const decoded = lock.decode(JSON.parse(text))
    return E.isRight(decoded) ? decoded : E.left({ _tag: 'NotALock' })
  } catch {
    return E.left({ _tag: 'NotALock' })
  }
}
