import { expect, test } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDesk } from './index.ts'

test('a desk is used in a few lines', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'desk-')), 'd')
  const desk = await openDesk({ folder })
  const clerk = desk.as({ kind: 'agent', id: 'ana' })
  const partyId = desk.newId()
  const requestId = desk.newId()
  const r = await clerk.send({
    type: 'RegisterParty',
    data: { partyId, kind: 'person', name: 'María Núñez' },
  })
  expect(r.ok).toBe(true)
  await clerk.send({
    type: 'AddContactPoint',
    data: { partyId, pointId: desk.newId(), channel: 'phone', address: '+34 600 123 456' },
  })
  await clerk.send({
    type: 'OpenRequest',
    data: {
      requestId,
      partyId,
      caseType: 'fault',
      subject: 'The boiler leaks again',
      channel: 'phone',
      origin: 'inbound',
    },
  })
  const refused = await clerk.send({ type: 'CloseRequest', data: { requestId, how: 'agent' } })
  expect(refused.ok).toBe(false)
  if (!refused.ok) expect(refused.error._tag).toBe('NoSolution')
  await desk.caughtUp()
  const view = await desk.customer(partyId)
  expect(view?.profile.display_name).toBe('María Núñez')
  const rows = await desk.db.selectFrom('request').select(['request_id', 'status']).execute()
  console.log(rows, view?.timeline.length)
  const q = await desk.ask('Q16', { from: 0, to: 1 })
  console.log(JSON.stringify(q))
  console.log(JSON.stringify(await desk.query('select statuss from request')))
  await desk.close()
})
