import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { callsOf } from './calls.ts'

const spelt = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')

const on = (file: string): string => `21<${spelt(`/d/${file}`)}>`

const read = (...lines: ReadonlyArray<string>) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-trace-'))
  const trace = join(folder, 'trace')
  writeFileSync(trace, lines.map((line) => `77  ${line}\n`).join(''))
  try {
    return callsOf({ trace, folder: '/d', said: '/d/said' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a trace', () => {
  test('tells writes with their bytes and places', () => {
    expect(read(`pwrite64(${on('log')}, "${spelt('abc')}", 3, 4096) = 3`)).toEqual([
      { kind: 'write', file: 'log', at: 4_096, bytes: Buffer.from('abc') },
    ])
  })

  test('tells of a write as much as was written', () => {
    expect(read(`pwrite64(${on('log')}, "${spelt('abc')}", 3, 0) = 2`)).toMatchObject([
      { bytes: Buffer.from('ab') },
    ])
  })

  test('tells syncs of files and of the folder, and those that failed', () => {
    const failure = '-1 EIO (Input/output error) (INJECTED)'
    expect(
      read(
        `fsync(${on('log')}) = 0`,
        `fdatasync(${on('log')}) = ${failure}`,
        `fsync(9<${spelt('/d')}>) = 0`,
      ),
    ).toEqual([
      { kind: 'sync', file: 'log' },
      { kind: 'failedSync', file: 'log' },
      { kind: 'syncFolder' },
    ])
  })

  test('tells files that are made, cut and removed', () => {
    const path = spelt('/d/log')
    expect(
      read(
        `openat(AT_FDCWD<${spelt('/')}>, "${path}", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 21<${path}>`,
        `openat(AT_FDCWD<${spelt('/')}>, "${path}", O_RDONLY|O_CLOEXEC) = 21<${path}>`,
        `ftruncate(${on('log')}, 512) = 0`,
        `unlink("${path}") = 0`,
        `unlink("${path}") = -1 ENOENT (No such file or directory)`,
      ),
    ).toEqual([
      { kind: 'create', file: 'log' },
      { kind: 'truncate', file: 'log', size: 512 },
      { kind: 'unlink', file: 'log' },
    ])
  })

  test('tells what was said to the world', () => {
    expect(read(`write(${on('said')}, "${spelt('acked 1\nacked 2\n')}", 16) = 16`)).toEqual([
      { kind: 'said', lines: ['acked 1', 'acked 2'] },
    ])
  })

  test('overlooks a change that failed', () => {
    expect(read(`pwrite64(${on('log')}, "${spelt('a')}", 1, 0) = -1 EIO (…) (INJECTED)`)).toEqual(
      [],
    )
  })

  test('is not believed if a line of it is not understood', () => {
    const bytes = spelt('abc')
    for (const line of [
      `pwrite64(${on('log')}, "${bytes}"..., 9000, 0) = 9000`,
      `write(${on('log')}, "${bytes}", 3) = 3`,
      `rename("${bytes}", "${bytes}") = 0`,
      `pwrite64(${on('log')}, "${bytes}" <unfinished ...>`,
    ])
      expect(() => read(line)).toThrow('not understood')
  })
})
