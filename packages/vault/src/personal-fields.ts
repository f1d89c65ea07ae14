/**
 * Which fields of which events are personal, and whose.
 */
import { PersonalCodec, shapeOf, type AnyEventCodec } from '@deskledger/kernel'

export interface PersonalField {
  readonly field: string
  /** The field of the same event in which the subject's id stands. */
  readonly of: string
}

export type PersonalFields = ReadonlyMap<string, ReadonlyArray<PersonalField>>

interface Declared {
  readonly codecs: ReadonlyMap<string, AnyEventCodec>
}

/** By event type. Throws where personal data is declared below the top: it would not be sealed. */
export const personalFieldsOf = ({ codecs }: Declared): PersonalFields =>
  new Map([...codecs].map(([type, codec]) => [type, fieldsOf(codec)]))

const fieldsOf = ({ type, data }: AnyEventCodec): ReadonlyArray<PersonalField> =>
  Object.entries({ ...data.required, ...data.optional }).flatMap(([field, codec]) => {
    if (codec instanceof PersonalCodec) return [{ field, of: codec.of }]
    if (holdsPersonal(codec))
      throw new Error(`${type}.${field} holds personal data below the top, where nothing is sealed`)
    return []
  })

type Codec = Parameters<typeof shapeOf>[0]

const holdsPersonal = (codec: Codec): boolean => {
  if (codec instanceof PersonalCodec) return true
  const shape = shapeOf(codec)
  if (shape?.kind === 'list' || shape?.kind === 'map') return holdsPersonal(shape.of)
  if (shape?.kind !== 'record') return false
  return [...Object.values(shape.required), ...Object.values(shape.optional)].some(holdsPersonal)
}
