#!/usr/bin/env node
// The program is TypeScript in the repository and JavaScript in a package; this file runs either.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, '../src/main.ts')
const main = existsSync(source) ? source : join(here, '../dist/main.js')
// In the repository, the Node that it brought along.
const pinned = join(here, '../../../node_modules/.bin/node')
const [major, minor] = process.versions.node.split('.').map(Number)
const neededMinor = main === source ? 18 : 14

if (major > 22 || (major === 22 && minor >= neededMinor)) {
  process.removeAllListeners('warning')
  const { run } = await import(main)
  process.exitCode = run(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
} else if (main === source && existsSync(pinned)) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  process.exitCode = spawnSync(pinned, args, { stdio: 'inherit' }).status ?? 3
} else {
  process.stderr.write(
    `deskledger-verify needs Node 22.${neededMinor} or newer; this is ${process.versions.node}.\n`,
  )
  process.exitCode = 3
}
