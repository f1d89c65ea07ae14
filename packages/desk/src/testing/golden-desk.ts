/**
 * `golden-desk FOLDER`: makes the sample desk of the present formats that is kept in `golden/` and
 * opened by a spec for ever. Run once for each format, never again for one that was released.
 */
import { rmSync } from 'node:fs'
import { at, id } from '@deskledger/kernel/testing'
import { openDesk } from '../open.ts'
import { viewsFile } from '../folder.ts'

const [folder = ''] = process.argv.slice(2)
let now = 0
let ids = 100
const desk = await openDesk({
  folder,
  mode: 'still',
  clock: () => at((now += 1)),
  ids: () => id((ids += 1)),
})
const ana = desk.as({ kind: 'agent', id: 'ana' })
const send = async (...args: Parameters<typeof ana.send>): Promise<void> => {
  const answer = await ana.send(...args)
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
}

const [maria, benno, request] = [id(1), id(2), id(3)]
await send({
  type: 'RegisterParty',
  data: { partyId: maria, kind: 'person', name: 'María Núñez 日本語 💬', language: 'es' },
})
await send({ type: 'RegisterParty', data: { partyId: benno, kind: 'person', name: 'Benno Groß' } })
await send({
  type: 'AddContactPoint',
  data: { partyId: maria, pointId: id(11), channel: 'phone', address: '+34 600 123 456' },
})
await send({
  type: 'OpenRequest',
  data: {
    requestId: request,
    partyId: maria,
    channel: 'phone',
    origin: 'inbound',
    caseType: 'fault',
    subject: 'The boiler leaks again',
  },
})
await send({
  type: 'AddNote',
  data: { requestId: request, noteId: id(12), body: 'Key under the mat', audience: 'staff' },
})
const erased = await desk.erasures.eraseParty({
  partyId: benno,
  reason: 'asked by letter',
  basis: 'asked',
  actor: { kind: 'supervisor', id: 'eva' },
})
if (!erased.ok) throw new Error(JSON.stringify(erased.error))
await desk.react()
await desk.close()
rmSync(viewsFile(folder), { force: true })
