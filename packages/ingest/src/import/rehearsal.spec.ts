import { describe, expect, test } from '@jest/globals'
import { uuidOf, type Call } from '@deskledger/event-store'
import { inFolder, saved, xesOf } from '../file/writing.samples.ts'
import { sendTo } from './deciders.ts'
import {
  clock,
  deskOn,
  fixture,
  logOf,
  memoryStore,
  right,
  tableMap,
  type Changes,
} from './desk.samples.ts'
import type { Command } from './port.ts'
import { rehearsalOn } from './rehearsal.ts'

const rehearsal: Changes = { mode: 'rehearsal' }
const files: ReadonlyArray<readonly [string, Changes]> = [
  [fixture('service-desk.xes'), {}],
  [fixture('service-desk.csv'), { map: tableMap }],
]

describe('a log to rehearse on', () => {
  test('reads what is recorded and then what would be, and records nothing', async () => {
    const log = memoryStore()
    const partyId = uuidOf('Ana')
    const register: Command = {
      type: 'RegisterParty',
      data: { partyId, kind: 'person', name: 'Ana' },
    }
    const assume: Command = { type: 'AssumeRole', data: { partyId, role: 'customer' } }
    const call = (n: number): Call => ({
      actor: { kind: 'import', id: 'rehearsal' },
      commandId: uuidOf(`command ${n}`) as Call['commandId'],
    })
    right(await sendTo(log, { clock })(register, call(1))())
    const store = rehearsalOn(log, clock)
    right(await sendTo(store, { clock })(assume, call(2))())
    const types: Array<string> = []
    for await (const page of store.readStream(`party-${partyId}`))
      types.push(...page.events.map(({ type, revision }) => `${revision} ${type}`))
    expect(types).toEqual(['0 PartyRegistered', '1 RoleAssumed'])
    expect(right(await sendTo(store, { clock })(assume, call(3))()).events).toEqual([])
    expect(await logOf({ store: log })).toHaveLength(1)
  })
})

describe('a rehearsal', () => {
  test.each(files)('of %s says what the import then does, and does nothing', (file, changes) =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const told = right(await desk.bring(file, { ...changes, ...rehearsal }))
      expect(await logOf(desk)).toEqual([])
      const done = right(await desk.bring(file, changes))
      expect(told).toEqual({ ...done, mode: 'rehearsal' })
      expect(done.counts.recorded).toBeGreaterThan(0)
    }),
  )

  test('decides on what is in the log, and compares with it', () =>
    inFolder(async (folder) => {
      const events = ['a', 'Closed', 'Closed'].map((activity, minute) => ({
        activity,
        minute,
        fields: { customer: 'Lee', 'org:resource': 'Ana' },
      }))
      const one = saved(folder, 'one.xes', xesOf([{ name: 'c', events: events.slice(0, 2) }]))
      const two = saved(folder, 'two.xes', xesOf([{ name: 'c', events: events.slice(1) }]))
      const desk = deskOn(folder)
      right(await desk.bring(one))
      const { length } = await logOf(desk)
      const told = right(await desk.bring(two, rehearsal))
      expect((await logOf(desk)).length).toBe(length)
      expect(told).toMatchObject({
        counts: { recorded: 1, known: 1, requests: 0, partiesRegistered: 0, agentsEnrolled: 0 },
        deviations: [{ move: 'close', status: 'closed', n: 1 }],
        missing: { total: 1, first: [{ case: 'c', activity: 'a' }] },
      })
      expect(right(await desk.bring(two))).toEqual({ ...told, mode: 'import' })
    }))
})
