/**
 * Notaries of their own processes that are killed while they note.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { appendOf, inFolder, noted, notes, right, ticking, verified } from './logs.ts'

const script = fileURLToPath(new URL('./witness.ts', import.meta.url))

/** Runs a notary and kills it `ms` after its first word; what it said. */
const killed = (file: string, events: string, ms: number): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, file, events], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    })
    let said = ''
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms))
    child.stdout.on('data', (text) => (said += String(text)))
    child.on('close', () => resolve(said))
  })

/**
 * Kills a notary of so many appends up to `times` and looks after each: what it noted is whole and no less than before.
 * At the end, it has the chain of a notary that nobody has killed.
 */
export const survives = (times: number, appends: number, seed: number): Promise<void> =>
  inFolder(async (folder) => {
    const [events, file] = [join(folder, 'events.db'), join(folder, 'notary.db')]
    const settings = { file: events, clock: ticking(), durability: 'normal' } as const
    const store = right(sqliteEventStore(settings))
    await Promise.all(notes(appends, 3).map((told, i) => store.append(appendOf(told, i))()))
    let reached = 0
    let kills = 0
    for (let round = 0; round < times; round += 1) {
      const said = await killed(file, events, (seed * (round + 7)) % 40)
      expect(said).not.toContain('refused')
      const found = await verified(file, store, { streams: 'unasked' })
      expect(found.findings).toEqual([])
      expect(found.events).toBeGreaterThanOrEqual(reached)
      reached = found.events
      if (said.includes('done')) break
      kills += 1
    }
    expect(kills).toBeGreaterThan(times / 3)
    const uninterrupted = await noted(join(folder, 'whole.db'), store)
    expect(await noted(file, store)).toEqual(uninterrupted)
    await store.close()()
  })
