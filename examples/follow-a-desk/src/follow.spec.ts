import { afterAll, describe, expect, test } from '@jest/globals'
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDesk } from '@deskledger/desk'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const command = here('../../../packages/cli/bin/deskledger.mjs')
const program = here('./main.ts')

const parent = mkdtempSync(join(tmpdir(), 'deskledger-follow-'))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const deskWithALeak = async (name: string): Promise<string> => {
  const folder = join(parent, name)
  const desk = await openDesk({ folder, mode: 'still' })
  const ana = desk.as({ kind: 'agent', id: 'ana' })
  const [partyId, requestId] = [desk.newId(), desk.newId()]
  await ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } })
  const leak = {
    partyId,
    caseType: 'fault',
    subject: 'The boiler leaks',
    origin: 'inbound',
  } as const
  await ana.send({ type: 'OpenRequest', data: { requestId, ...leak, channel: 'phone' } })
  await desk.close()
  return folder
}

/** Serves the desk while `work` is done; gives the exit code of the server once it was stopped. */
const served = async (
  folder: string,
  options: ReadonlyArray<string>,
  work: (url: string) => Promise<void>,
): Promise<number | null> => {
  const args = [command, 'serve', '--desk', folder, '--port', '0', '--quiet', ...options]
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => void server.once('exit', resolve))
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout.once('data', (text: Buffer) => resolve(text.toString('utf8').trim()))
      server.once('exit', () => reject(new Error('the server did not start')))
    })
    await work(url)
  } finally {
    server.kill('SIGINT')
  }
  return ended
}

const followed = (url: string): Promise<{ readonly out: string; readonly code: number }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, url], (error, out) =>
      resolve({ out, code: error === null ? 0 : Number(error.code) }),
    )
  })

const minute = 60_000

describe('a program that knows only the client of EventStoreDB', () => {
  test(
    'reads a served desk, writes to it and follows it; what is personal stays sealed',
    async () => {
      const folder = await deskWithALeak('open')
      const code = await served(folder, ['--write'], async (url) => {
        expect(await followed(url)).toEqual({
          code: 0,
          out: [
            'facts in the log',
            "RequestOpened { key: 'fault', version: 1 } (sealed)",
            'heard of CallScored { score: 4 }',
            '',
          ].join('\n'),
        })
      })
      expect(code).toBe(0)
    },
    minute,
  )

  test(
    'sees personal data where the desk is served in the clear, and writes nothing then',
    async () => {
      const folder = await deskWithALeak('clear')
      await served(folder, ['--clear'], async (url) => {
        const { out, code } = await followed(url)
        expect(out).toContain("{ key: 'fault', version: 1 } The boiler leaks")
        expect(out).toContain('not written: AccessDeniedError')
        expect(code).toBe(1)
      })
    },
    minute,
  )
})
