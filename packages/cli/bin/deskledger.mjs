#!/usr/bin/env node
// The command itself is TypeScript in the repository and JavaScript in a package. This file is plain
// JavaScript that any Node can read: it finds a Node that is new enough, the repository's own first,
// and says so when there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, '../src/main.ts')
const isRepository = existsSync(source)
const main = isRepository ? source : join(here, '../dist/main.js')

// Node reads TypeScript by itself from 22.18 on.
const needed = isRepository ? [22, 18] : [22, 14]
const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > needed[0] || (major === needed[0] && minor >= needed[1])
}

const pinned = join(
  here,
  '../../../node_modules/.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
)

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 3))

if (isNewEnough(process.versions.node)) {
  process.removeAllListeners('warning')
  const { run } = await import(main)
  process.exitCode = await run(process.argv.slice(2))
} else if (isRepository && existsSync(pinned)) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const { status, signal } = spawnSync(pinned, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 3)
} else {
  process.stderr.write(
    `deskledger needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
      (isRepository
        ? '  mend:  run `npm test` or `npm run demo` once; they bring the right Node along\n'
        : '  mend:  install Node 24 from nodejs.org, then repeat the command\n'),
  )
  process.exitCode = 3
}
