import { describe, expect, test } from '@jest/globals'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDesk, openDeskTask, ProblemError } from './index.ts'
import { clerk, maria, newDesk, newFolder } from './samples.ts'

describe('a desk', () => {
  test('is one folder, made where there is none', async () => {
    const desk = await newDesk()
    await desk.caughtUp()
    expect(readdirSync(desk.folder).filter((name) => name.endsWith('.db'))).toEqual([
      'events.db',
      'keys.db',
      'views.db',
    ])
  })

  test('takes commands and shows what came of them', async () => {
    const desk = await newDesk()
    const { ana, partyId, requestId } = await maria(desk)
    const solved = await ana.send({
      type: 'ProposeSolution',
      data: { requestId, code: 'sealed', text: 'A new seal' },
    })
    expect(solved).toMatchObject({ ok: true, repeated: false })
    await ana.send({ type: 'CloseRequest', data: { requestId, how: 'agent' } })
    await desk.caughtUp()
    const view = await desk.customer(partyId)
    expect(view?.profile.display_name).toBe('María Núñez')
    expect(view?.contactPoints.map(({ normalised }) => normalised)).toEqual(['+34600123456'])
    expect(view?.pastRequests).toMatchObject([{ request_id: requestId, status: 'closed' }])
    expect(view?.openRequests).toEqual([])
    const rows = await desk.db
      .selectFrom('request')
      .select(['subject', 'resolution_code'])
      .where('party_id', '=', partyId)
      .execute()
    expect(rows).toEqual([{ subject: 'The boiler leaks again', resolution_code: 'sealed' }])
  })

  test('answers a refusal with data that says what to do', async () => {
    const desk = await newDesk({ mode: 'still' })
    const { ana, requestId } = await maria(desk)
    expect(await ana.send({ type: 'CloseRequest', data: { requestId, how: 'agent' } })).toEqual({
      ok: false,
      error: { _tag: 'NoSolution', status: 'open', next: ['ProposeSolution', 'CancelRequest'] },
    })
  })

  test('names path and expectation of a malformed command, and never the value', async () => {
    const desk = await newDesk({ mode: 'still' })
    const answer = await desk.as(clerk).send({
      type: 'RegisterParty',
      data: { partyId: 'Maria Secret', kind: 'person', name: 'Maria Secret' },
    })
    expect(answer).toMatchObject({
      ok: false,
      error: {
        _tag: 'InvalidCommand',
        issues: [{ path: 'data.partyId', expected: 'PartyId (a UUID)' }],
      },
    })
    expect(JSON.stringify(answer)).not.toContain('Secret')
  })

  test('refuses an actor that is none, and a command that nobody knows', async () => {
    const desk = await newDesk({ mode: 'still' })
    const data = { partyId: desk.newId(), kind: 'person', name: 'Lee' } as const
    const nameless = await desk.as({ kind: 'agent', id: 'Ana María' }).send({
      type: 'RegisterParty',
      data,
    })
    expect(nameless).toMatchObject({
      error: { _tag: 'InvalidCommand', issues: [{ path: 'actor' }] },
    })
    const unknown = await desk.as(clerk).send({ type: 'RegisterPartie', data } as never)
    expect(unknown).toMatchObject({
      error: { _tag: 'UnknownCommand', didYouMean: 'RegisterParty' },
    })
  })

  test('hears a command once, however often it is sent under the same id', async () => {
    const desk = await newDesk({ mode: 'still' })
    const command = {
      type: 'RegisterParty',
      data: { partyId: desk.newId(), kind: 'person', name: 'Lee' },
    } as const
    const commandId = desk.newId()
    const first = await desk.as(clerk).send(command, { commandId })
    const again = await desk.as(clerk).send(command, { commandId })
    expect(again).toEqual({ ...first, repeated: true })
    expect(await desk.head()).toBe(1)
  })

  test('keeps who acted, in whose name and why', async () => {
    const desk = await newDesk({ mode: 'still' })
    await desk.as(clerk, { onBehalfOf: 'ben', reason: 'holiday' }).send({
      type: 'RegisterParty',
      data: { partyId: desk.newId(), kind: 'person', name: 'Lee' },
    })
    for await (const { actor, type } of desk.events()) {
      expect(type).toBe('PartyRegistered')
      expect(actor).toEqual({ kind: 'agent', id: 'ana', onBehalfOf: 'ben', reason: 'holiday' })
    }
  })

  test('is the same after it was closed and opened again', async () => {
    const desk = await newDesk()
    const { partyId, requestId } = await maria(desk)
    await desk.close()
    const again = await newDesk({ folder: desk.folder })
    await again.caughtUp()
    expect(again.id).toBe(desk.id)
    expect((await again.customer(partyId))?.openRequests).toMatchObject([{ request_id: requestId }])
  })

  test('comes back the same when its read models are deleted', async () => {
    const desk = await newDesk({ mode: 'still' })
    await maria(desk)
    await desk.settled()
    const before = await desk.query('SELECT * FROM customer_timeline ORDER BY position')
    const head = await desk.head()
    const { position } = await desk.rebuild()
    expect(position).toBe(head)
    expect(await desk.query('SELECT * FROM customer_timeline ORDER BY position')).toEqual(before)
    await desk.react()
    expect(await desk.head()).toBe(head)
  })
})

describe('a folder', () => {
  test('that holds other things is refused, and left as it is', async () => {
    const folder = newFolder()
    mkdirSync(folder)
    writeFileSync(join(folder, 'holiday.txt'), 'beach')
    await expect(openDesk({ folder })).rejects.toThrow(ProblemError)
    expect(await openDeskTask({ folder })()).toMatchObject({
      left: { _tag: 'NotADesk', found: ['holiday.txt'] },
    })
    expect(readdirSync(folder)).toEqual(['holiday.txt'])
  })

  test('that holds another database under our name is refused', async () => {
    const folder = newFolder()
    mkdirSync(folder)
    writeFileSync(join(folder, 'events.db'), 'no database at all, but a letter to somebody')
    expect(await openDeskTask({ folder })()).toMatchObject({ left: { _tag: 'NotALog' } })
    expect(existsSync(join(folder, 'views.db'))).toBe(false)
  })

  test('that cannot be made is refused with the reason', async () => {
    const folder = newFolder()
    writeFileSync(folder, 'a file where the folder should be')
    expect(await openDeskTask({ folder })()).toMatchObject({
      left: { _tag: 'FolderUnusable', code: 'EEXIST' },
    })
  })
})
