import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))

test('the example ends well, or says what it lacks', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '10'], {
    encoding: 'utf8',
    env: { ...process.env, DESKLEDGER_SEED: '7' },
  })
  if (whyNoPostgres() !== undefined) {
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringContaining('compose.yaml'),
    })
    return
  }
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('each exactly once')
  expect(stdout).toContain('the same when folded anew')
}, 300_000)
