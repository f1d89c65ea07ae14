/**
 * What a codec accepts, in words, field by field.
 */
import { shapeOf, type AnyRecord } from '@deskledger/kernel'
import { code, table } from './page.ts'

type Codec = Parameters<typeof shapeOf>[0]

/** A table of the fields of a record. */
export const fieldsOf = (record: AnyRecord): string => {
  const rows = (props: Readonly<Record<string, Codec>>, need: string) =>
    Object.entries(props).map(([name, codec]) => [code(name), need, meaning(codec)])
  const all = [...rows(record.required, 'yes'), ...rows(record.optional, 'no')]
  return all.length === 0 ? 'No fields.' : table(['field', 'required', 'what'], all)
}

const meaning = (codec: Codec): string => {
  const shape = shapeOf(codec)
  if (shape === undefined) return codec.name
  switch (shape.kind) {
    case 'personal':
      return `${meaning(shape.clear)}; personal data of ${code(shape.of)}`
    case 'choice':
      return shape.values.map(code).join(', ')
    case 'list':
      return `${shape.min} to ${shape.max.toLocaleString('en')} of: ${meaning(shape.of)}`
    case 'map':
      return `up to ${shape.max} keys, each: ${meaning(shape.of)}`
    case 'record':
      return inner(shape)
    case 'id':
    case 'text':
    case 'integer':
    case 'boolean':
      return codec.name
  }
}

const inner = ({
  required,
  optional,
}: {
  readonly required: Readonly<Record<string, Codec>>
  readonly optional: Readonly<Record<string, Codec>>
}): string => {
  const part =
    (mark: string) =>
    ([name, codec]: [string, Codec]) =>
      `${name}${mark}: ${meaning(codec)}`
  return `{ ${[...Object.entries(required).map(part('')), ...Object.entries(optional).map(part('?'))].join('; ')} }`
}
