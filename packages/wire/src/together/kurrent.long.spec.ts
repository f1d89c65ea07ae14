import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

test('the newest client, in a process of its own, writes to several streams at once', async () => {
  const runner = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
  const options = ['--testMatch', '**/together.own.ts', '--runInBand', '--verbose']
  const child = spawn(process.execPath, [...runner, ...options], { cwd: root })
  let said = ''
  child.stdout.on('data', (part) => (said += String(part)))
  child.stderr.on('data', (part) => (said += String(part)))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(said)
  expect(said).toContain('12 passed, 12 total')
}, 120_000)
