import { expect, test } from '@jest/globals'
import { dictionaryOf, dictionaryText } from './dictionary.ts'
import { registry } from './testing/log.ts'

test('the dictionary says of every type what it holds, and whose data is sealed', () => {
  const types = dictionaryOf(registry)
  expect(types.map(({ type }) => type)).toEqual([...registry.codecs.keys()].toSorted())
  const registered = types.find(({ type }) => type === 'PartyRegistered')
  expect(registered?.fields).toContainEqual(
    expect.objectContaining({ field: 'name', kind: 'personal', personalOf: 'partyId' }),
  )
  const opened = types.find(({ type }) => type === 'RequestOpened')
  expect(opened?.fields).toContainEqual(
    expect.objectContaining({ field: 'origin', kind: 'choice', values: expect.any(Array) }),
  )
  const fields = opened?.fields.find(({ field }) => field === 'caseType')?.fields
  expect(fields?.map(({ field, optional }) => ({ field, optional }))).toEqual([
    { field: 'key', optional: false },
    { field: 'version', optional: false },
  ])
  expect(types.flatMap((type) => type.fields).some(({ optional }) => optional)).toBe(true)
})

test('the dictionary is the same text each time', () =>
  expect(dictionaryText(registry)).toBe(dictionaryText(registry)))
