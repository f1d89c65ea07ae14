import { describe, expect, test } from '@jest/globals'
import {
  Actor,
  Currency,
  Def,
  Key,
  Language,
  Money,
  shapeOf,
  Zone,
  type AnyEventCodec,
} from '@deskledger/kernel'
import { Sha256, Sku } from '@deskledger/domain/primitives'
import { personalFieldsOf } from '@deskledger/vault'
import { assembled } from './index.ts'

type Codec = Parameters<typeof shapeOf>[0]

/** Closed or technical words that are shared: none of them can hold what somebody typed. */
const words: ReadonlyArray<Codec> = [Key, Def, Actor, Language, Zone, Currency, Money, Sha256, Sku]

/** Strings that are none of these, each with the reason why it may stand in the clear. */
const exceptions: Readonly<Record<string, string>> = {
  'ActivityRecorded.activity': 'the label of a kind of step in an imported history, not of a case',
  'ActivityRecorded.sourceId': 'a keyed hash that names an event of another system',
  'EffectsDone.outcomes.key': 'ids and words of the code, by the rule of policies',
  'OrderPlaced.orderNo': 'a running number, printed on orders',
  'RequestOpened.number': 'a running number, printed on letters',
  'InteractionStarted.external.id': 'the id of a call in another system; no address has its form',
  'MessageReceived.external.id': 'the id of a message in another system; no address has its form',
  'MessageSent.external.id': 'the id of a message in another system; no address has its form',
  'SigningKeyAnnounced.keyId': 'a piece of a hash of a public key',
  'SigningKeyAnnounced.publicKey': 'a public key, of a machine and not of a person',
  'SigningKeyAnnounced.replaces': 'a piece of a hash of a public key',
  'InteractionTransferred.to.id': 'an agent’s id or the key of a queue',
  'ResponsibleAssigned.to.id': 'an agent’s id or the key of a queue or team',
  'RequestHandedOver.from.id': 'an agent’s id or the key of a queue or team',
  'RequestHandedOver.to.id': 'an agent’s id or the key of a queue or team',
}

/** The paths below `path` at which a free string may stand in the clear. */
const freeStrings = (path: string, codec: Codec): ReadonlyArray<string> => {
  if (words.includes(codec)) return []
  const shape = shapeOf(codec)
  switch (shape?.kind) {
    case 'id':
    case 'choice':
    case 'integer':
    case 'boolean':
    case 'personal':
      return []
    case 'text':
      return [path]
    case 'map':
      return [`${path}.*`]
    case 'list':
      return freeStrings(path, shape.of)
    case 'record':
      return Object.entries({ ...shape.required, ...shape.optional }).flatMap(([name, field]) =>
        freeStrings(`${path}.${name}`, field),
      )
    case undefined:
      return [`${path} (${codec.name})`]
  }
}

const { registry } = assembled()
const codecs: ReadonlyArray<AnyEventCodec> = [...registry.codecs.values()]

describe('every string in an event of the house', () => {
  test('is an id, a choice, a key, personal, or an exception with its reason', () =>
    expect(codecs.flatMap(({ type, data }) => freeStrings(type, data)).sort()).toEqual(
      Object.keys(exceptions).sort(),
    ))

  test('that is personal names a subject by a field that the event requires', () => {
    const unnamed = codecs.flatMap(({ type, data }) =>
      (personalFieldsOf(registry).get(type) ?? []).flatMap(({ field, of }) =>
        shapeOf(data.required[of] ?? data)?.kind === 'id' ? [] : [`${type}.${field} of ${of}`],
      ),
    )
    expect(unnamed).toEqual([])
  })

  test('that is personal is of a subject that can be linked to a party', () => {
    const kinds = [...personalFieldsOf(registry).values()].flat().map(({ of }) => of)
    expect([...new Set(kinds)].sort()).toEqual([
      'agentId',
      'assessmentId',
      'interactionId',
      'partyId',
      'requestId',
    ])
  })

  test('is found where it is free', () => {
    const [noted] = codecs.filter(({ type }) => type === 'NoteAdded')
    const body = shapeOf(noted?.data.required['body'] ?? Key)
    if (noted === undefined || body?.kind !== 'personal') throw new Error('a note has no body')
    expect(freeStrings('note', body.clear)).toEqual(['note'])
  })
})
