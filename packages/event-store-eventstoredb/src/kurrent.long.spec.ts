import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What another process says that runs `file` under the test runner with the other client. */
const saidBy = (file: string): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    const runner = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
    const options = ['--testMatch', `**/${file}`, '--testTimeout', '240000', '--runInBand']
    const child = spawn(process.execPath, [...runner, ...options], {
      cwd: root,
      env: { ...process.env, DESKLEDGER_CLIENT: 'kurrent' },
    })
    let said = ''
    child.stdout.on('data', (part) => (said += String(part)))
    child.stderr.on('data', (part) => (said += String(part)))
    child.on('close', (code) => resolve({ code: code ?? -1, said }))
  })

test('a log on a server, by @kurrent/kurrentdb-client in a process of its own, passes the suite', async () => {
  const { code, said } = await saidBy('every-case.own.ts')
  if (code !== 0) throw new Error(said)
  expect(/held (\d+) of \1/.exec(said)?.[0]).toBe('held 184 of 184')
}, 300_000)
