// The one door to every task: `npm run demo`, `npm test`, `npm run check`, `npm run bench`.
// Plain ESM without dependencies, so that it runs on a machine with only Node >= 18 and npm: it installs what the
// lockfile names if that has not been done, then runs the task on the Node that the lockfile brought along.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
const modules = join(root, 'node_modules')
const bin = join(modules, '.bin')
const oldestNode = [22, 14]

const [task = 'help', ...args] = process.argv.slice(2)
const tasks = {
  demo: ['packages/cli/bin/deskledger.mjs', 'demo', ...args],
  test: ['scripts/test.mjs', ...args],
  check: ['scripts/check.mjs', ...args],
  bench: ['packages/bench/src/main.ts', ...args],
  torture: ['packages/torture/src/main.ts', ...args],
  mutants: ['packages/torture/src/mutants/main.ts', ...args],
  docs: ['packages/handbook/src/main.ts', ...args],
  lock: ['packages/desk/src/testing/lock.ts', ...args],
  format: ['node_modules/prettier/bin/prettier.cjs', '--write', '.', ...args],
}

const say = (line) => process.stderr.write(`${line}\n`)
const fail = (what, why, remedy) => {
  say(`\n${what}\n  why:   ${why}\n  mend:  ${remedy}`)
  process.exit(3)
}
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

if (!Object.hasOwn(tasks, task)) {
  say(`usage: node scripts/run.mjs ${Object.keys(tasks).join('|')} [arguments]`)
  process.exit(2)
}

// ------------------------------------------------------------------------------------------------
// one installation at a time: two tasks started together must not write node_modules together
// ------------------------------------------------------------------------------------------------

const lock = join(root, '.bootstrap.lock')
const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
const tryLock = () => {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}
const holder = () => {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch {
    return 0
  }
}
const takeLock = () => {
  for (let waited = 0; !tryLock(); waited += 1) {
    const pid = holder()
    if (pid > 0 && !isAlive(pid)) rmSync(lock, { force: true })
    else if (waited === 0) say(`another task (process ${pid}) is installing; waiting for it`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
  }
  process.on('exit', () => rmSync(lock, { force: true }))
}

// ------------------------------------------------------------------------------------------------
// install once for each lockfile
// ------------------------------------------------------------------------------------------------

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const pnpm = manifest.packageManager
const stamp = join(modules, '.bootstrap-stamp')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex')
const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted

if (!isInstalled()) {
  takeLock()
  if (!isInstalled()) {
    const started = performance.now()
    say(`installing what the lockfile names with ${pnpm} (once; nothing is built)`)
    const install = ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only']
    const { status, error } = spawnSync('npx', install, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: windows,
    })
    if (status !== 0)
      fail(
        'The packages could not be installed.',
        error?.message ?? `npx ended with exit code ${status}; the reason is above`,
        `check the network, then repeat: npx ${install.join(' ')}`,
      )
    mkdirSync(modules, { recursive: true })
    writeFileSync(stamp, wanted)
    say(`installed in ${seconds(started)}`)
  }
  rmSync(lock, { force: true })
}

// ------------------------------------------------------------------------------------------------
// the task, on the pinned Node; on the system's where none is pinned for this platform
// ------------------------------------------------------------------------------------------------

const pinned = join(bin, windows ? 'node.cmd' : 'node')
const [major, minor] = process.versions.node.split('.').map(Number)
const isNewEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
if (!existsSync(pinned) && !isNewEnough)
  fail(
    `Node ${process.versions.node} is too old for this task.`,
    `no Node is pinned for ${process.platform}-${process.arch}, and the system's must be ${oldestNode.join('.')} or newer`,
    'install Node 24 from nodejs.org, then repeat the command',
  )
const node = existsSync(pinned) ? pinned : process.execPath

const started = performance.now()
const { status, signal } = spawnSync(
  node,
  ['--disable-warning=ExperimentalWarning', ...tasks[task]],
  {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
    env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
  },
)
if (status !== 0) {
  const again = ['npm', 'run', task, ...(args.length > 0 ? ['--', ...args] : [])].join(' ')
  say(
    `\n${task} ended ${signal ? `by ${signal}` : `with exit code ${status}`} after ${seconds(started)}; repeat: ${again}`,
  )
}
process.exit(status ?? 1)
