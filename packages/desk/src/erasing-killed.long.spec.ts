import { describe, expect, jest, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { clerk, customer, tracesOf } from './erasing.samples.ts'
import { ledgerFile, openDesk, readDesk } from './index.ts'
import { newFolder } from './samples.ts'

/** Each case starts another process, and the machine may be busy. */
jest.setTimeout(60_000)

const script = fileURLToPath(new URL('./erasing-killed.samples.ts', import.meta.url))

const killedAt = (step: string, folder: string, partyId: string) =>
  spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, folder, partyId, step],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 30_000,
    },
  ).signal

describe('an erasure whose process is killed', () => {
  for (const step of ['begun', 'requested', 'fenced', 'destroyed', 'told', 'scrubbed', 'certified'])
    test(`once it is ${step} is ended by whoever asks for it again`, async () => {
      const folder = newFolder()
      const before = await openDesk({ folder, mode: 'still' })
      const { partyId } = await customer(before, 'maria')
      await customer(before, 'lee')
      await before.caughtUp()
      await before.close()
      expect(killedAt(step, folder, partyId)).toBe('SIGKILL')
      const desk = await openDesk({ folder, mode: 'still' })
      expect((await desk.erasures.pending()).map((each) => each.partyId)).toEqual(
        step === 'certified' ? [] : [partyId],
      )
      const asked = { partyId, basis: 'asked', reason: 'asked by letter', actor: clerk } as const
      const answer = await desk.erasures.eraseParty(asked)
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      const isKnown = ['begun', 'requested', 'fenced', 'certified'].includes(step)
      expect(answer.certificate.search.status).toBe(isKnown ? 'done' : 'notPossible')
      expect(answer.certificate.values).toBe(12)
      expect(await desk.erasures.pending()).toEqual([])
      const types: Array<string> = []
      for await (const { type } of desk.events()) if (type.startsWith('PartyEras')) types.push(type)
      expect(types).toEqual(['PartyErasureRequested', 'PartyErased'])
      await desk.close()
      expect(tracesOf(folder, 'maria')).toEqual([])
      expect(tracesOf(folder, 'lee')).toHaveLength(7)
      expect(readFileSync(ledgerFile(folder), 'utf8').split('\n')).toHaveLength(2)
      const reader = await readDesk({ folder })
      expect(await reader.freshness()).toMatchObject({ behind: 0 })
      await reader.close()
    })
})
