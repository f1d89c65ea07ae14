import { describe, expect, jest, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { clerk, customer, textsOf, tracesOf } from './erasing.samples.ts'
import { ledgerFile, openDesk, orThrow, readDesk, type Desk } from './index.ts'
import { newDesk, newFolder } from './samples.ts'

/** Whole desks are made and erased here, and the machine may be busy. */
jest.setTimeout(60_000)

const digestsOf = async (desk: Desk) => {
  const reader = await readDesk({ folder: desk.folder })
  const tables = reader.projectors.flatMap((projector) => projector.tables)
  const digests = orThrow(reader.views().digest(tables))
  await reader.close()
  return digests
}
const erase = (desk: Desk, partyId: string, reason = 'asked by letter') =>
  desk.erasures.eraseParty({ partyId, basis: 'asked', reason, actor: clerk })

/** What the read models show of a customer; the rest is sealed in the log. */
const shown = ['name', 'phone', 'email', 'subject', 'note', 'task', 'solution']

describe('a person who is erased', () => {
  test('is in no byte of any file of the desk, and everybody else is as before', async () => {
    const desk = await newDesk({ mode: 'still' })
    const maria = await customer(desk, 'maria')
    await customer(desk, 'lee')
    await desk.caughtUp()
    expect(tracesOf(desk.folder, 'maria')).toEqual(shown)
    const erased = await erase(desk, maria.partyId)
    if (!erased.ok) throw new Error(JSON.stringify(erased.error))
    expect(tracesOf(desk.folder, 'maria')).toEqual([])
    expect(tracesOf(desk.folder, 'lee')).toEqual(shown)
    const { certificate } = erased
    expect(certificate.search).toMatchObject({ status: 'done', found: [], sharedWithOthers: 0 })
    expect(certificate.subjects).toEqual({ party: 1, request: 1, interaction: 2 })
    expect(certificate.values).toBe(12)
    expect(JSON.parse(readFileSync(erased.file, 'utf8'))).toEqual(certificate)
    expect(readFileSync(ledgerFile(desk.folder), 'utf8').trim().split('\n')).toHaveLength(1)
    for await (const event of desk.events())
      if ('partyId' in event.data && event.data.partyId === maria.partyId)
        if (event.type === 'PartyRegistered') expect(event.data.name).toEqual({ $erased: true })
  })

  test('leaves every number as it was, and a rebuild gives what is there', async () => {
    const desk = await newDesk({ mode: 'still' })
    const maria = await customer(desk, 'maria')
    await customer(desk, 'lee')
    await desk.caughtUp()
    const before = await digestsOf(desk)
    expect(await erase(desk, maria.partyId)).toMatchObject({ ok: true })
    const after = await digestsOf(desk)
    for (const table of ['request', 'interaction', 'process_event', 'sale', 'work_item'])
      expect([table, after[table]?.facts]).toEqual([table, before[table]?.facts])
    await desk.rebuild()
    expect(await digestsOf(desk)).toEqual(after)
    expect(await desk.find(textsOf('maria').email)).toEqual([])
    expect(await desk.find(textsOf('lee').email)).toHaveLength(1)
  })

  test('is not dealt with under that id any more, and comes back as somebody new', async () => {
    const desk = await newDesk({ mode: 'still' })
    const { partyId } = await customer(desk, 'maria')
    expect(await erase(desk, partyId)).toMatchObject({ ok: true })
    const ana = desk.as(clerk)
    const opening = {
      type: 'OpenRequest',
      data: {
        requestId: desk.newId(),
        partyId,
        subject: 'I am back',
        ...({ channel: 'phone', origin: 'inbound', caseType: 'fault' } as const),
      },
    } as const
    expect(await ana.send(opening)).toMatchObject({ ok: false, error: { _tag: 'SubjectErased' } })
    expect(await customer(desk, 'maria')).toMatchObject({ partyId: expect.any(String) })
  })

  test('is erased once: asking again gives the same certificate', async () => {
    const desk = await newDesk({ mode: 'still' })
    const { partyId } = await customer(desk, 'maria')
    const first = await erase(desk, partyId)
    const head = await desk.head()
    const again = await erase(desk, partyId)
    if (!first.ok || !again.ok) throw new Error('not erased')
    expect(again).toEqual(first)
    expect(await desk.head()).toBe(head)
  })

  test('stays erased when the desk is opened again, and in the past', async () => {
    const folder = newFolder()
    const desk = await openDesk({ folder, mode: 'still' })
    const { partyId } = await customer(desk, 'maria')
    await erase(desk, partyId)
    await desk.close()
    expect(tracesOf(folder, 'maria')).toEqual([])
    const reader = await readDesk({ folder })
    for await (const { type, data } of reader.events())
      if (type === 'NoteAdded') expect(data.body).toEqual({ $erased: true })
    await reader.close()
  })

  test('by a plain command cannot be read any more either, before the log says so', async () => {
    const desk = await newDesk({ mode: 'still' })
    const { partyId } = await customer(desk, 'maria')
    const ana = desk.as(clerk)
    const stranger = desk.newId()
    const nobody = { type: 'EraseParty', data: { partyId: stranger, basis: 'law' } } as const
    expect(await ana.send(nobody)).toMatchObject({ ok: false })
    await ana.send({
      type: 'RegisterParty',
      data: { partyId: stranger, kind: 'person', name: 'X' },
    })
    expect(await ana.send({ type: 'EraseParty', data: { partyId, basis: 'law' } })).toMatchObject({
      ok: true,
    })
    const names: Array<unknown> = []
    for await (const { type, data } of desk.events())
      if (type === 'PartyRegistered') names.push(data.name)
      else if (type === 'NoteAdded') names.push(data.body)
    expect(names).toEqual([{ $erased: true }, { $erased: true }, 'X'])
    expect(readFileSync(ledgerFile(desk.folder), 'utf8')).toContain(partyId)
    expect(await erase(desk, partyId)).toMatchObject({ ok: true })
  })

  test('must be registered, and is not named in the reason', async () => {
    const desk = await newDesk({ mode: 'still' })
    const { partyId } = await customer(desk, 'maria')
    await desk.caughtUp()
    expect(await erase(desk, desk.newId())).toMatchObject({
      ok: false,
      error: { _tag: 'NotRegistered' },
    })
    expect(await erase(desk, partyId, `by ${textsOf('maria').email}`)).toMatchObject({
      ok: false,
      error: { _tag: 'ReasonNamesPerson' },
    })
    expect(await desk.erasures.pending()).toEqual([])
    expect(await desk.find(partyId)).toEqual([partyId])
  })

  test('takes nothing along of a request that turned out to be somebody else’s', async () => {
    const desk = await newDesk({ mode: 'still' })
    const [maria, lee] = [await customer(desk, 'maria'), await customer(desk, 'lee')]
    const identified = { requestId: maria.requestId, partyId: lee.partyId }
    const ana = desk.as(clerk)
    expect(await ana.send({ type: 'IdentifyRequester', data: identified })).toMatchObject({
      ok: true,
    })
    await desk.caughtUp()
    expect(await erase(desk, lee.partyId)).toMatchObject({ ok: true })
    const left = await digestsOf(desk)
    await desk.rebuild()
    expect(await digestsOf(desk)).toEqual(left)
    expect(tracesOf(desk.folder, 'lee')).toEqual([])
    expect(tracesOf(desk.folder, 'maria')).toEqual(['name', 'phone', 'email'])
  })
})
