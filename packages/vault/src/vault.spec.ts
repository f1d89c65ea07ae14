import { describe, expect, test } from '@jest/globals'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { id } from '@deskledger/kernel/testing'
import { keyFile, keyFromEnvironment } from './master-key.ts'
import { done, failure, inFolder, vaultIn } from './testing/desk.ts'

const maria = `party:${id(1)}` as const
const hex = '0123456789abcdef'.repeat(4)

/** Makes keys with one in use, and closes them. */
const made = async (folder: string): Promise<string> => {
  const vault = await done(vaultIn(folder))
  const key = vault.keyFor(maria)
  vault.close()
  return key?.id ?? ''
}

describe('the keys of a desk', () => {
  test('are made with it, for its owner alone, and are the same ever after', () =>
    inFolder(async (folder) => {
      const keyId = await made(folder)
      const again = await done(vaultIn(folder, { isLogEmpty: false }))
      expect(again.keyFor(maria)?.id).toBe(keyId)
      expect(again.keyOf(keyId)).toBeDefined()
      for (const name of ['keys.db', 'desk.key'])
        expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
      again.close()
    }))

  test('are opened with the master key that made them and no other', () =>
    inFolder(async (folder) => {
      await made(folder)
      const provider = keyFromEnvironment('KEY', { KEY: hex })
      expect(await failure(vaultIn(folder, { provider }))).toEqual({
        _tag: 'WrongMasterKey',
        file: join(folder, 'keys.db'),
        provider: 'KEY',
      })
      const vault = await done(vaultIn(folder))
      expect(vault.keyFor(maria)).toBeDefined()
      vault.close()
    }))

  test('are not opened without their master key, and no other is made', () =>
    inFolder(async (folder) => {
      await made(folder)
      rmSync(join(folder, 'desk.key'))
      expect(await failure(vaultIn(folder))).toMatchObject({ _tag: 'MasterKeyMissing' })
      writeFileSync(join(folder, 'desk.key'), 'not a key\n')
      expect(await failure(vaultIn(folder))).toMatchObject({ _tag: 'MasterKeyMalformed' })
    }))

  test('may have their master key in the environment', () =>
    inFolder(async (folder) => {
      const provider = keyFromEnvironment('KEY', { KEY: hex })
      const vault = await done(vaultIn(folder, { provider }))
      const keyId = vault.keyFor(maria)?.id ?? ''
      vault.close()
      const again = await done(vaultIn(folder, { provider, readOnly: true }))
      expect(again.keyOf(keyId)).toBeDefined()
      again.close()
      const none = keyFromEnvironment('KEY', {})
      expect(await failure(vaultIn(folder, { provider: none }))).toMatchObject({
        _tag: 'MasterKeyMissing',
        provider: 'KEY',
      })
    }))

  test('are missed where the log holds facts, and none are made in their place', () =>
    inFolder(async (folder) => {
      const missing = { _tag: 'KeysMissing', file: join(folder, 'keys.db') }
      expect(await failure(vaultIn(folder, { isLogEmpty: false }))).toEqual(missing)
      expect(await failure(vaultIn(folder, { isLogEmpty: false }))).toEqual(missing)
    }))

  test('are those of one log', () =>
    inFolder(async (folder) => {
      await made(folder)
      expect(await failure(vaultIn(folder, { desk: id(9) }))).toMatchObject({
        _tag: 'ForeignKeys',
      })
    }))

  test('are told from other files, and from those of a later version', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'keys.db')
      writeFileSync(file, 'x'.repeat(4_096))
      expect(await failure(vaultIn(folder))).toEqual({ _tag: 'NotKeys', file })
      rmSync(file)
      const other = new Database(file)
      other.exec('CREATE TABLE t(a)')
      other.close()
      expect(await failure(vaultIn(folder))).toEqual({ _tag: 'NotKeys', file })
      rmSync(file)
      await made(folder)
      const later = new Database(file)
      later.pragma('user_version = 2')
      later.close()
      expect(await failure(vaultIn(folder))).toMatchObject({ _tag: 'NewerKeys', format: 2 })
    }))

  test('do not open under another name: a wrapped key that is moved is no key', () =>
    inFolder(async (folder) => {
      const vault = await done(vaultIn(folder))
      const [one, other] = [vault.keyFor(maria)?.id, vault.keyFor(`party:${id(2)}`)?.id]
      vault.db
        .prepare(
          'UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE key_id = ?) WHERE key_id = ?',
        )
        .run(one, other)
      vault.forget()
      expect(vault.keyOf(one ?? '')).toBeDefined()
      expect(vault.keyOf(other ?? '')).toBeUndefined()
      vault.close()
    }))

  test('leave nothing unused behind when they are closed', () =>
    inFolder(async (folder) => {
      await made(folder)
      const vault = await done(vaultIn(folder))
      expect(vault.db.prepare('SELECT count(*) FROM keys').pluck().get()).toBe(1)
      vault.close()
    }))
})

describe('a master key', () => {
  test('is 32 bytes in hexadecimal, base64 or base64url', async () => {
    const bytes = Buffer.from(hex, 'hex')
    for (const text of [hex, bytes.toString('base64'), `${bytes.toString('base64url')}\n`])
      expect(await done(keyFromEnvironment('KEY', { KEY: text }).masterKey(false))).toEqual(bytes)
    for (const text of ['', hex.slice(2), `${hex}00`])
      expect(await failure(keyFromEnvironment('KEY', { KEY: text }).masterKey(true))).toMatchObject(
        {
          _tag: 'MasterKeyMalformed',
        },
      )
  })

  test('in a file is made once', () =>
    inFolder(async (folder) => {
      const provider = keyFile(join(folder, 'desk.key'))
      expect(await failure(provider.masterKey(false))).toMatchObject({ _tag: 'MasterKeyMissing' })
      const first = await done(provider.masterKey(true))
      expect(await done(provider.masterKey(true))).toEqual(first)
    }))
})
