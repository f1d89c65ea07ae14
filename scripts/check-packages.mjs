// Packs every public package and looks at the tarballs as a stranger would: can everything that is promised be imported,
// with its types, and is there nothing in them that nobody can reach?
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { pack } from './pack.mjs'
import { flawsOf } from './packed.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-packed-'))

const unpacked = ({ name, file }) => {
  const folder = join(scratch, name)
  mkdirSync(folder, { recursive: true })
  const { status, stderr } = spawnSync('tar', ['-xzf', file, '-C', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return join(folder, 'package')
}

const linted = async ({ file }) => {
  const tarball = Uint8Array.from(readFileSync(file)).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
}

/** Whether the types are found by whoever imports it; that CommonJS can `require` it is checked by running it. */
const typed = ({ file }) =>
  new Promise((resolve) => {
    const how = ['--profile', 'esm-only', '--no-color', '--no-emoji', '--format', 'ascii']
    execFile('attw', [file, ...how], { shell: process.platform === 'win32' }, (error, stdout) =>
      resolve(error === null ? [] : [`attw: ${stdout}`]),
    )
  })

const flawsIn = async (packed) => [
  ...flawsOf(packed.source, unpacked(packed)),
  ...(await linted(packed)),
  ...(await typed(packed)),
]

/** Two at a time: each starts a compiler. */
const inPairs = async (list, work) => {
  const todo = [...list]
  const done = []
  const next = async () => {
    for (let one = todo.shift(); one !== undefined; one = todo.shift())
      done.push(...(await work(one)))
  }
  await Promise.all([next(), next()])
  return done
}

try {
  const packed = pack(join(scratch, 'tarballs'))
  const flaws = await inPairs(packed, async (one) =>
    (await flawsIn(one)).map((flaw) => `${one.name}: ${flaw}`),
  )
  for (const flaw of flaws.toSorted((a, b) => (a < b ? -1 : 1))) process.stdout.write(`${flaw}\n`)
  process.exitCode = flaws.length === 0 ? 0 : 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
