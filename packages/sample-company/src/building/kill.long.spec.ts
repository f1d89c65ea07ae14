import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from '@jest/globals'
import { buildSampleYear } from '../build.ts'
import { expected, found, shortForm } from '../testing/golden.ts'
import { sampleDesk } from '../testing/index.ts'

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-kill-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const script = fileURLToPath(new URL('../testing/building.ts', import.meta.url))

/** Another process builds in `folder`, and is killed once it says that a day begins. */
const killedOn = async (folder: string, day: number, afterMs = 0): Promise<void> => {
  const child = spawn(process.execPath, [script, folder, String(shortForm)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== `day ${day}`) continue
    setTimeout(() => child.kill('SIGKILL'), afterMs)
    break
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
}

const patience = 120_000

describe('a build that is killed', () => {
  test.each([
    ['in its first minutes', 0, 0],
    ['in between', 9, 5],
    ['on its last day', shortForm - 1, 20],
  ])(
    '%s shows nothing, and comes out as ever when it is begun again',
    async (_, day, afterMs) => {
      const folder = join(scratch, `day-${day}`)
      await killedOn(folder, day, afterMs)
      expect(existsSync(join(folder, 'events.db'))).toBe(false)
      const { status } = await buildSampleYear({ folder, days: shortForm })
      expect(status).toBe('resumed')
      expect(await found(folder)).toEqual(expected(shortForm))
    },
    patience,
  )

  test(
    'while it moves whole files into place is only moved on',
    async () => {
      const { folder } = await sampleDesk()
      const staging = join(folder, '.building')
      mkdirSync(staging)
      for (const name of readdirSync(folder))
        if (/^(events|views)\.db$/.test(name)) renameSync(join(folder, name), join(staging, name))
      const days: Array<number> = []
      const onProgress = ({ day }: { readonly day: number }) => days.push(day)
      const { status } = await buildSampleYear({ folder, days: shortForm, onProgress })
      expect({ status, days }).toEqual({ status: 'resumed', days: [] })
      expect(await found(folder)).toEqual(expected(shortForm))
      rmSync(folder, { recursive: true, force: true })
    },
    patience,
  )

  test(
    'while its read models are made goes on with them',
    async () => {
      const { folder } = await sampleDesk()
      const staging = join(folder, '.building')
      mkdirSync(staging)
      for (const name of readdirSync(folder))
        if (/^((events|keys)\.db|desk\.key)$/.test(name))
          renameSync(join(folder, name), join(staging, name))
      rmSync(join(folder, 'views.db'))
      const { status } = await buildSampleYear({ folder, days: shortForm })
      expect(status).toBe('resumed')
      expect(await found(folder)).toEqual(expected(shortForm))
      rmSync(folder, { recursive: true, force: true })
    },
    patience,
  )
})
