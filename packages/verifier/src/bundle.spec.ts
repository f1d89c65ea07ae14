import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { check } from './index.ts'
import { bundleOf, inFolder, keyTextOf, logIn, noteAt, statuses, told } from './testing/desks.ts'

const nobody = { keys: [], notes: [] }

/** Writes a file of a bundle anew, and the manifest as if it had always been so. */
const forge = (folder: string, name: string, change: (text: string) => string): void => {
  const content = Buffer.from(change(readFileSync(join(folder, name), 'utf8')))
  writeFileSync(join(folder, name), content)
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
    files: Array<{ name: string; bytes: number; sha256: string }>
  }
  const sha256 = createHash('sha256').update(content).digest('hex')
  manifest.files = manifest.files.map((file) =>
    file.name === name ? { name, bytes: content.length, sha256 } : file,
  )
  writeFileSync(path, JSON.stringify(manifest))
}

const line =
  (change: (record: Record<string, unknown>) => Record<string, unknown>, at: number) =>
  (text: string): string =>
    text
      .split('\n')
      .map((each, i) =>
        i === at ? JSON.stringify(change(JSON.parse(each) as Record<string, unknown>)) : each,
      )
      .join('\n')

describe('a bundle', () => {
  test('as it was exported is found to be whole, and its requests are counted', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const report = check(bundleOf(file), { keys: [keyTextOf(file)], notes: [noteAt(file, 3)] })
      expect(report).toMatchObject({
        checked: 'bundle',
        findings: [],
        notChecked: [],
        requests: statuses,
        facts: { commits: 6, events: 36 },
      })
    }))

  test('is the same bytes each time it is exported', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const [a, b] = [bundleOf(file), bundleOf(file, undefined, 'again')]
      for (const name of readdirSync(a))
        expect(readFileSync(join(a, name)).equals(readFileSync(join(b, name)))).toBe(true)
    }))

  test('says what it cannot tell without a checkpoint, or behind one', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      expect(check(bundleOf(file, 4), nobody).notChecked).toEqual([
        expect.stringContaining('whose key'),
        expect.stringContaining('after commit 4'),
      ])
    }))
})

describe('a bundle that somebody has changed', () => {
  const exported = (work: (bundle: string, file: string) => void | Promise<void>) =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      await work(bundleOf(file), file)
    })

  test('by a byte of any file is told by the manifest', () =>
    exported((bundle) => {
      for (const name of readdirSync(bundle).filter((each) => each !== 'manifest.json')) {
        const copy = `${bundle}-${name}`
        cpSync(bundle, copy, { recursive: true })
        appendFileSync(join(copy, name), ' ')
        const { findings } = check(copy, nobody)
        expect(findings).toContainEqual({ what: 'it is not what was exported', where: name })
      }
    }))

  test('by a file more or less is told', () =>
    exported((bundle) => {
      writeFileSync(join(bundle, 'more.txt'), '')
      expect(check(bundle, nobody).findings).toEqual([
        { what: 'it is not listed', where: 'more.txt' },
      ])
      rmSync(join(bundle, 'more.txt'))
      rmSync(join(bundle, 'events.ndjson'))
      expect(check(bundle, nobody).findingsCount).toBeGreaterThan(0)
    }))

  const fields: ReadonlyArray<readonly [string, string, unknown]> = [
    ...['position', 'commitNo', 'revision', 'schemaVersion', 'occurredAt', 'recordedAt'].map(
      (field) => ['events.ndjson', field, 77] as const,
    ),
    ...['stream', 'type', 'fingerprint', 'data', 'meta'].map(
      (field) => ['events.ndjson', field, '{"x":1}'] as const,
    ),
    ...['commitNo', 'firstPosition', 'lastPosition', 'recordedAt'].map(
      (field) => ['commits.ndjson', field, 77] as const,
    ),
    ...['eventsRoot', 'chain'].map((field) => ['commits.ndjson', field, '0'.repeat(64)] as const),
    ...['commits', 'events'].map((field) => ['manifest.json', field, 77] as const),
    ['manifest.json', 'root', '0'.repeat(64)],
  ]
  test.each(fields)('in %s, %s, and made the manifest fit, is told', (name, field, value) =>
    exported((bundle) => {
      if (name === 'manifest.json') {
        const manifest = JSON.parse(readFileSync(join(bundle, name), 'utf8')) as object
        writeFileSync(join(bundle, name), JSON.stringify({ ...manifest, [field]: value }))
      } else
        forge(
          bundle,
          name,
          line((record) => ({ ...record, [field]: value }), 2),
        )
      expect(check(bundle, nobody).findingsCount).toBeGreaterThan(0)
    }),
  )

  test.each(['events.ndjson', 'commits.ndjson'])('by dropping a line of %s is told', (name) =>
    exported((bundle) => {
      const whole = readFileSync(join(bundle, name), 'utf8')
      for (const at of [0, 3, whole.split('\n').length - 2]) {
        forge(bundle, name, () =>
          whole
            .split('\n')
            .filter((_, i) => i !== at)
            .join('\n'),
        )
        expect(check(bundle, nobody).findingsCount).toBeGreaterThan(0)
      }
    }),
  )

  test('by bytes that are read as the same text is told', () =>
    exported((bundle) => {
      const path = join(bundle, 'events.ndjson')
      const bytes = readFileSync(path)
      const at = bytes.indexOf(Buffer.from('\ufffd'))
      expect(at).toBeGreaterThan(0)
      bytes[at] = 0xf0
      writeFileSync(path, bytes)
      forge(bundle, 'read.me', (text) => text)
      expect(check(bundle, nobody).findings.length).toBeGreaterThan(1)
    }))

  test('so that all is consistent again is told by the checkpoint, and by a note that was kept', () =>
    exported(async (bundle, file) => {
      await inFolder(async (folder) => {
        const other = await logIn(folder)
        const theirs = bundleOf(other)
        cpSync(join(bundle, 'checkpoint.note'), join(theirs, 'checkpoint.note'))
        forge(theirs, 'checkpoint.note', (text) => text)
        const found = check(theirs, { keys: [keyTextOf(file)], notes: [noteAt(file, 2)] })
        expect(found.findings.map(({ what }) => what)).toContain('it is of another log')
      })
    }))
})

describe('the command', () => {
  test('exits as the report says, in words and as JSON', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const bundle = bundleOf(file)
      const key = keyTextOf(file)
      const good = told(bundle, '--key', key)
      expect(good).toMatchObject({ exit: 0, complained: '' })
      expect(good.said).toContain('requests        open: 1')
      expect(good.said).toContain('nothing is wrong')
      const asJson = told(bundle, '--json', '--key', key)
      expect(JSON.parse(asJson.said)).toMatchObject({ findings: [], requests: statuses })
      appendFileSync(join(bundle, 'read.me'), 'x')
      const bad = told(bundle)
      expect(bad.exit).toBe(1)
      expect(bad.said).toContain('FINDING         read.me')
      expect(told(bundle, '--note', join(folder, 'none'))).toMatchObject({ exit: 3, said: '' })
    }))

  test('exits with 2 where it is called in a wrong way, and with 3 where nothing is', () => {
    expect(told().exit).toBe(2)
    expect(told('a', 'b').exit).toBe(2)
    expect(told('a', '--wrong').exit).toBe(2)
    expect(told('/nowhere/at/all')).toMatchObject({ exit: 3 })
  })
})

test('nothing is imported but Node and the package itself', () => {
  const folder = new URL('.', import.meta.url)
  const sources = readdirSync(folder).filter((name) => /(?<!\.spec)\.ts$/.test(name))
  const imported = sources.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, from]) => from,
    ),
  )
  expect(imported.length).toBeGreaterThan(10)
  expect(imported.filter((from) => !/^(node:|\.\/)/.test(from ?? ''))).toEqual([])
})
