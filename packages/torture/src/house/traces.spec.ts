import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { tracesIn } from './traces.ts'

const text = 'Núñez "canary"'

const foundIn = (bytes: Buffer | string): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-traces-'))
  try {
    writeFileSync(join(folder, 'file'), bytes)
    return tracesIn(folder, [text]).length > 0
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.each<readonly [string, Buffer | string]>([
  ['plain', `before ${text} after`],
  ['JSON', JSON.stringify({ text })],
  ['JSON in ASCII', String.raw`{"text":"N\u00fa\u00f1ez \"canary\""}`],
  ['UTF-16', Buffer.from(text, 'utf16le')],
  ['UTF-16 the other way round', Buffer.from(text, 'utf16le').swap16()],
  ['hexadecimal', Buffer.from(text).toString('hex')],
  ['base64', Buffer.from(text).toString('base64')],
  ['base64 behind a byte', Buffer.from(`a${text}bc`).toString('base64')],
  ['base64 behind two bytes', Buffer.from(`ab${text}bc`).toString('base64url')],
])('a text is found in %s', (_, bytes) => expect(foundIn(bytes)).toBe(true))

test('a text that is not there is not found', () => {
  expect(foundIn('Núñez canary')).toBe(false)
  expect(foundIn(Buffer.from('another text, as long as it').toString('base64'))).toBe(false)
})
