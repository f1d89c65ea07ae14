import { describe, expect, test } from '@jest/globals'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { at, id } from '@deskledger/kernel/testing'
import { verifyLog } from '@deskledger/event-store-sqlite'
import { logFile, openDesk, type Desk } from './index.ts'

/** Desks as released versions wrote them, keys and erasures included. */
const golden = (format: number): string =>
  fileURLToPath(new URL(`../golden/desk-${format}`, import.meta.url))

const withCopy = async <A>(work: (folder: string) => Promise<A>): Promise<A> => {
  const parent = mkdtempSync(join(tmpdir(), 'deskledger-golden-'))
  const folder = join(parent, 'desk')
  try {
    cpSync(golden(1), folder, { recursive: true })
    return await work(folder)
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

const opened = <A>(work: (desk: Desk) => Promise<A>): Promise<A> =>
  withCopy(async (folder) => {
    const desk = await openDesk({ folder, mode: 'still', clock: () => at(52) })
    try {
      return await work(desk)
    } finally {
      await desk.close()
    }
  })

const [maria, benno, request] = [id(1), id(2), id(3)]

describe('the sample desk of format 1', () => {
  test('is whole, with the chain and the root that it had', () =>
    withCopy(async (folder) =>
      expect(await verifyLog({ file: logFile(folder) })()).toMatchObject({
        right: {
          findings: [],
          isComplete: true,
          chain: 'a9e4a779286b124882f5aad46c3fc9f41adf3bfdf15bc8ac6a75f10fc4086a3e',
          root: '758c3ed049332b0d39581277826a3b5972736325397a89d458e798f245f93429',
          upTo: { commitNo: 11, position: 11 },
        },
      }),
    ))

  test('shows who is in it, and what was sealed', () =>
    opened(async (desk) => {
      await desk.caughtUp()
      expect(
        await desk.query('SELECT party_id, display_name FROM customer ORDER BY party_id'),
      ).toMatchObject({
        ok: true,
        rows: [
          { party_id: maria, display_name: 'María Núñez 日本語 💬' },
          { party_id: benno, display_name: null },
        ],
      })
      expect(await desk.find('+34600123456')).toEqual([maria])
    }))

  test('does not bring back who was erased', () =>
    opened(async (desk) => {
      const names: Array<unknown> = []
      for await (const { type, data } of desk.events())
        if (type === 'PartyRegistered') names.push(data.name)
      expect(names).toEqual(['María Núñez 日本語 💬', { $erased: true }])
    }))

  test('goes on: commands are decided on what it holds, and policies repeat nothing', () =>
    opened(async (desk) => {
      const head = await desk.head()
      await desk.react()
      expect(await desk.head()).toBe(head)
      const ana = desk.as({ kind: 'agent', id: 'ana' })
      const again = { partyId: maria, kind: 'person', name: 'María' } as const
      expect(await ana.send({ type: 'RegisterParty', data: again })).toMatchObject({
        error: { _tag: 'AlreadyRegistered' },
      })
      const note = { requestId: request, noteId: desk.newId(), body: 'repaired' }
      expect(
        await ana.send({ type: 'AddNote', data: { ...note, audience: 'staff' } }),
      ).toMatchObject({ ok: true })
    }))
})
