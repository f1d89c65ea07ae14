import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve } from '@deskledger/wire'
import { eventStoreDbStore } from './index.ts'
import { machineClock } from './testing/served.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskledger-tls-'))
const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A certificate that speaks for this machine for a day, where there is OpenSSL to make it. */
const isCertified = (): boolean => {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const files = ['-keyout', keyFile, '-out', certificateFile]
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    ...names,
    ...files,
  ]
  try {
    execFileSync('openssl', request, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const where = isCertified() ? describe : describe.skip

/** What comes of connecting by a string, given the server's port. */
const outcome = async (connectionString: (port: number) => string): Promise<string> => {
  const tls = { key: readFileSync(keyFile), certificate: readFileSync(certificateFile) }
  const store = memoryEventStore({ clock: machineClock })
  const authenticate = (user: string, password: string) => user === 'ana' && password === 'a:b@c'
  const server = await serve({ store, port: 0, tls, authenticate })
  const settings = { clock: machineClock, deadlineMs: 2_000, idleMs: 2_000 }
  const handle = await eventStoreDbStore({
    ...settings,
    connectionString: connectionString(server.port),
  })()
  if (E.isLeft(handle)) {
    void server.close()
    return handle.left._tag
  }
  await handle.right.close()()
  await server.close()
  return 'connected'
}

where('a server with TLS and users (made where there is OpenSSL)', () => {
  const trusting = `tlsCAFile=${encodeURIComponent(certificateFile)}`

  test('takes whoever trusts it and is known, with any character in the password', async () =>
    expect(await outcome((port) => `esdb://ana:a%3Ab%40c@localhost:${port}?${trusting}`)).toBe(
      'connected',
    ))

  test('is told apart from one that is not trusted', async () =>
    expect(await outcome((port) => `esdb://ana:a%3Ab%40c@localhost:${port}`)).toBe('NotTrusted'))

  test('refuses whoever is not known', async () => {
    expect(await outcome((port) => `esdb://localhost:${port}?${trusting}`)).toBe('AccessDenied')
    expect(await outcome((port) => `esdb://ana:no@localhost:${port}?${trusting}`)).toBe(
      'AccessDenied',
    )
  })

  test('is told to whoever comes without TLS', async () =>
    expect(await outcome((port) => `esdb://localhost:${port}?tls=false`)).toBe('ServerIsSecured'))
})
