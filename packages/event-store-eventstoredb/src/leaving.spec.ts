import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve } from '@deskledger/wire'
import { machineClock, urlOf } from './testing/served.ts'

/** How a process of its own ends, and how long after it closed the log, in milliseconds. */
const ended = (url: string, client: string): Promise<readonly [number | null, number]> =>
  new Promise((resolve) => {
    const file = fileURLToPath(new URL('./testing/passer-by.ts', import.meta.url))
    const env = { ...process.env, NODE_OPTIONS: '', DESKLEDGER_CLIENT: client }
    const child = spawn(process.execPath, [file, url], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let closedAt = Infinity
    child.stdout.on('data', () => (closedAt = performance.now()))
    child.on('close', (code) => resolve([code, performance.now() - closedAt]))
  })

describe('a process that has closed the log', () => {
  for (const client of ['eventstore', 'kurrent'])
    test(`ends by itself (${client})`, async () => {
      const server = await serve({ store: memoryEventStore({ clock: machineClock }), port: 0 })
      const [code, ms] = await ended(urlOf(server), client)
      expect(code).toBe(0)
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(ms).toBeLessThan(4_000)
      await server.close()
    }, 30_000)
})
