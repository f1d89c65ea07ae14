/**
 * The event dictionary: what every type of event holds, for those who read a log without this
 * library. Made of the codecs that write and read the log, so that it cannot say anything else.
 */
import { shapeOf, type Fact, type Registry, type Shape } from '@deskledger/kernel'
import type * as t from 'io-ts'

export interface FieldEntry {
  readonly field: string
  readonly optional: boolean
  readonly kind: Shape['kind'] | 'other'
  /** What a value is expected to be. */
  readonly expected: string
  /** The field of the same event that says whose data this is, if it is a person's: then it is sealed. */
  readonly personalOf?: string
  readonly values?: ReadonlyArray<string>
  readonly fields?: ReadonlyArray<FieldEntry>
}

export interface TypeEntry {
  readonly type: string
  readonly schemaVersion: number
  readonly fields: ReadonlyArray<FieldEntry>
}

/** In the order of their names. */
export const dictionaryOf = ({ codecs }: Registry<Fact>): ReadonlyArray<TypeEntry> =>
  [...codecs.values()]
    .map(({ type, schemaVersion, data }) => ({ type, schemaVersion, fields: fieldsOf(data) }))
    .sort((a, b) => (a.type < b.type ? -1 : 1))

const fieldsOf = (codec: t.Mixed): ReadonlyArray<FieldEntry> => {
  const shape = shapeOf(codec)
  if (shape?.kind !== 'record') return []
  const entries = (props: t.Props, optional: boolean) =>
    Object.entries(props).map(([field, inner]) => ({ field, optional, ...described(inner) }))
  return [...entries(shape.required, false), ...entries(shape.optional, true)]
}

const described = (codec: t.Mixed): Omit<FieldEntry, 'field' | 'optional'> => {
  const shape = shapeOf(codec)
  if (shape === undefined) return { kind: 'other', expected: codec.name }
  const said = { kind: shape.kind, expected: codec.name }
  switch (shape.kind) {
    case 'choice':
      return { ...said, values: shape.values }
    case 'personal':
      return { ...said, personalOf: shape.of }
    case 'list':
    case 'map': {
      const fields = fieldsOf(shape.of)
      return fields.length === 0 ? said : { ...said, fields }
    }
    case 'record':
      return { ...said, fields: fieldsOf(codec) }
    case 'id':
    case 'integer':
    case 'text':
    case 'boolean':
      return said
  }
}

/** The dictionary as a file. */
export const dictionaryText = (registry: Registry<Fact>): string =>
  `${JSON.stringify(dictionaryOf(registry), null, 2)}\n`
