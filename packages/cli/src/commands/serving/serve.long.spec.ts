import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { deskledger, nowhere, ownSample, sharedSample } from '../../console.samples.ts'

beforeAll(sharedSample, 120_000)

const bin = fileURLToPath(new URL('../../../bin/deskledger.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'deskledger-serve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const password = 'a long sentence, easy to keep'

const started = (args: ReadonlyArray<string>): ChildProcess => {
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' }
  return spawn(process.execPath, [bin, ...args], { env })
}

/** What a command says that is sent `input`. */
const told = async (input: string, ...args: ReadonlyArray<string>) => {
  const child = started(args)
  let [out, err] = ['', '']
  child.stdout?.on('data', (part) => (out += String(part)))
  child.stderr?.on('data', (part) => (err += String(part)))
  child.stdin?.end(input)
  const [code] = await once(child, 'close')
  return { code, out, err }
}

/** Runs `work` with the address of a desk that is served. */
const served = async <A>(
  args: ReadonlyArray<string>,
  work: (url: string) => Promise<A>,
): Promise<{ readonly answer: A; readonly code: unknown; readonly err: string }> => {
  const child = started(['serve', '--port', '0', ...args])
  let err = ''
  child.stderr?.on('data', (part) => (err += String(part)))
  try {
    const [line] = await Promise.race([
      once(child.stdout ?? child, 'data'),
      once(child, 'close').then(() => {
        throw new Error(err)
      }),
    ])
    const answer = await work(String(line).trim())
    child.kill('SIGTERM')
    const [code] = await once(child, 'close')
    return { answer, code, err }
  } finally {
    child.kill('SIGKILL')
  }
}

/** A certificate for this machine, made by OpenSSL where there is one. */
const made = (name: string): boolean => {
  const how = ['-newkey', 'rsa:2048', '-nodes', '-days', '1']
  const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  try {
    execFileSync('openssl', ['req', '-x509', ...how, ...files, ...subject], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const secured = made('own') && made('other') ? describe : describe.skip
const pair = ['--tls-cert', at('own.pem'), '--tls-key', at('own.key')]

const typesIn = async (client: EventStoreDBClient): Promise<ReadonlyArray<unknown>> => {
  const types: Array<unknown> = []
  for await (const { event } of client.readAll({ maxCount: 3 })) types.push(event?.type)
  await client.dispose()
  return types
}

const under = (url: string, user?: { readonly username: string; readonly password: string }) => {
  const { port } = new URL(url.replace('esdb:', 'http:'))
  const endpoint = { address: '127.0.0.1', port: Number(port) }
  return new EventStoreDBClient(
    { endpoint },
    { rootCertificate: readFileSync(at('own.pem')) },
    user,
  )
}

describe('a desk that is served', () => {
  test('on this machine is followed by anybody, and let go of by a signal', async () => {
    const { answer, code, err } = await served(['--desk', await sharedSample()], (url) => {
      expect(url).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/)
      return typesIn(EventStoreDBClient.connectionString([url] as never))
    })
    expect(answer).toHaveLength(3)
    expect({ code, err }).toEqual({ code: 0, err: 'Ctrl-C ends it\n' })
  })

  test('to other machines wants a certificate and users, unless that is said', async () => {
    const desk = ['--desk', await sharedSample()]
    const far = ['serve', '--host', '0.0.0.0', '--port', '0', ...desk]
    writeFileSync(at('nobody'), '')
    for (const given of [[], ['--users', at('nobody')], pair])
      expect(await deskledger(...far, ...given)).toMatchObject({
        code: 2,
        err: expect.stringContaining('DL9017'),
      })
    await served(['--host', '0.0.0.0', '--insecure', ...desk], async (url) => {
      expect(url).toMatch(/^esdb:\/\/0\.0\.0\.0:\d+\?tls=false$/)
    })
  })

  test('in the clear is served to no other machine without both, whatever is said', async () => {
    const desk = ['--desk', await sharedSample(), '--clear', '--insecure']
    for (const given of [[], pair])
      expect(await deskledger('serve', '--host', '::', ...desk, ...given)).toMatchObject({
        code: 2,
        err: expect.stringContaining('DL9018'),
      })
  })

  test('is not served with half of what it takes', async () => {
    const desk = ['--desk', await sharedSample()]
    writeFileSync(at('nobody'), '')
    const wrong = [
      [['--tls-cert', at('own.pem')], 'DL9016', 2],
      [['--tls-key', at('own.key')], 'DL9016', 2],
      [['--users', at('nobody')], 'DL9019', 2],
      [['--tls-cert', at('missing'), '--tls-key', at('missing')], 'DL8023', 3],
      [['--users', at('missing'), '--insecure'], 'DL8023', 3],
      [['--port', '70000'], 'DL9026', 2],
    ] as const
    for (const [given, said, code] of wrong)
      expect(await deskledger('serve', ...given, ...desk)).toMatchObject({
        code,
        err: expect.stringContaining(said),
      })
  })

  test('where the port is taken is told so', async () => {
    const desk = ['--desk', await sharedSample()]
    await served(desk, async (url) => {
      const { port } = new URL(url.replace('esdb:', 'http:'))
      expect(await told('', 'serve', '--port', port, ...desk)).toMatchObject({
        code: 3,
        err: expect.stringContaining('DL8020'),
      })
    })
  })
})

describe('a user', () => {
  const user = (input: string, ...args: ReadonlyArray<string>) =>
    told(input, 'user', ...args, '--users', at('users'))

  test('is put in with a password that nobody sees, listed, and taken out', async () => {
    const first = await user(`${password}\n`, 'set', 'ana')
    expect(first).toMatchObject({ code: 0, out: '', err: expect.stringMatching(/^ana may call/) })
    expect((await user(`${password}\r\nmore`, 'set', 'ben', '--quiet')).err).toBe('')
    expect((await user('', 'list')).out).toBe('ana\nben\n')
    expect((await user('', 'list', '--json')).out).toBe('{"name":"ana"}\n{"name":"ben"}\n')
    expect(readFileSync(at('users'), 'utf8')).not.toContain(password)
    expect(statSync(at('users')).mode & 0o777).toBe(0o600)
    expect(await user('', 'remove', 'ben')).toMatchObject({ code: 0 })
    expect((await user('', 'list')).out).toBe('ana\n')
  }, 60_000)

  test('is refused by name, and the file stays as it was', async () => {
    writeFileSync(at('users'), '# all\n')
    const wrong = [
      [password, ['set', 'a b'], 'DL9020', 2],
      ['short', ['set', 'ana'], 'DL9021', 2],
      ['', ['set', 'ana'], 'DL9021', 2],
      ['', ['remove', 'ana'], 'DL9023', 2],
    ] as const
    for (const [input, args, said, code] of wrong)
      expect(await user(input, ...args)).toMatchObject({
        code,
        err: expect.stringContaining(said),
      })
    expect(readFileSync(at('users'), 'utf8')).toBe('# all\n')
    writeFileSync(at('users'), 'ana:secret\n')
    const answer = await user(password, 'set', 'ben')
    expect(answer).toMatchObject({ code: 3, err: expect.stringContaining('users, line 1') })
    expect(answer.err).not.toContain('secret')
  }, 60_000)

  test('cannot be given a password as an argument', async () => {
    const refused = await deskledger('user', 'set', 'ana', password, '--users', at('users'))
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('DL9000') })
    expect((await deskledger('user', 'set', '--help')).out).not.toContain('--password')
  })
})

secured('a desk under a certificate (where OpenSSL is installed)', () => {
  test('is followed by users alone, who write under their names', async () => {
    rmSync(at('users'), { force: true })
    await told(`${password}\n`, 'user', 'set', 'ana', '--users', at('users'))
    const desk = ['--desk', await ownSample(), '--write', '--users', at('users')]
    const { err } = await served([...pair, ...desk], async (url) => {
      expect(url).toMatch(/\?tls=true$/)
      for (const user of [undefined, { username: 'ana', password: 'guess' }])
        await expect(typesIn(under(url, user))).rejects.toMatchObject({ type: 'access-denied' })
      const ana = under(url, { username: 'ana', password })
      await ana.appendToStream('note-1', jsonEvent({ type: 'Noted', data: {} }))
      expect(await typesIn(ana)).toHaveLength(3)
    })
    expect(err).toContain('1 user may call')
    expect(err).toMatch(/certificate for IP Address:127\.0\.0\.1; it ends /)
    expect(err).not.toContain(password)
  }, 60_000)

  test('is not served under a pair that is none', async () => {
    const desk = ['--desk', await sharedSample()]
    writeFileSync(at('text'), 'a letter')
    const wrong = [
      [at('text'), at('own.key'), 'it holds no certificate'],
      [at('own.pem'), at('text'), 'it holds no private key'],
      [at('own.pem'), at('other.key'), 'the key does not belong to the certificate'],
    ] as const
    for (const [certificate, key, why] of wrong)
      expect(
        await deskledger('serve', '--tls-cert', certificate, '--tls-key', key, ...desk),
      ).toMatchObject({ code: 3, err: expect.stringContaining(why) })
  })
})

test('a file of users that cannot be written is told of', async () => {
  const closed = nowhere()
  const answer = await told(`${password}\n`, 'user', 'set', 'ana', '--users', join(closed, 'u'))
  expect(answer).toMatchObject({ code: 3, err: expect.stringContaining('DL8023') })
})
