/**
 * The command: what it is asked, what it prints, and how it exits: 0 nothing is wrong, 1 a finding,
 * 2 it was called in a wrong way, 3 a file is not there or cannot be read.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkBundle } from './bundle.ts'
import { checkProof } from './proof.ts'
import { parsed, textOf } from './reading.ts'
import type { Report } from './report.ts'

export interface Output {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

const usage = `deskledger-verify BUNDLE_FOLDER | PROOF_FILE
  --key TEXT|FILE   a key that you were told by somebody you trust; may be repeated
  --note FILE       a checkpoint that you have kept; may be repeated
  --json            the report as JSON
Exit: 0 nothing is wrong, 1 a finding, 2 usage, 3 a file cannot be read.
`

export const run = (args: ReadonlyArray<string>, { out, err }: Output): number => {
  const asked = askedOf(args)
  if (asked === undefined) {
    err(usage)
    return 2
  }
  try {
    const keys = asked.keys.flatMap(keysIn)
    const notes = asked.notes.map((file) => readFileSync(file, 'utf8'))
    const report = check(asked.path, { keys, notes })
    out(asked.isJson ? `${JSON.stringify(report, null, 2)}\n` : say(report))
    return report.findingsCount === 0 ? 0 : 1
  } catch (error) {
    const code = codeOf(error)
    if (code === '') throw error
    err(`a file cannot be read: ${code}\n`)
    return 3
  }
}

/** What the file system calls its refusal; empty for anything else. */
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

const askedOf = (args: ReadonlyArray<string>) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true, default: [] },
        note: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    })
    const [path, ...more] = positionals
    if (path === undefined || more.length > 0) return undefined
    return { path, keys: values.key, notes: values.note, isJson: values.json }
  } catch {
    return undefined
  }
}

/** A key itself, or the file that holds some. */
const keysIn = (text: string): ReadonlyArray<string> =>
  existsSync(text)
    ? readFileSync(text, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [text]

/** Checks a bundle folder or a proof file. Throws what the file system throws. */
export const check = (
  path: string,
  held: { readonly keys: ReadonlyArray<string>; readonly notes: ReadonlyArray<string> },
): Report => {
  if (!statSync(path).isDirectory()) return checkProof(parsed(textOf(readFileSync(path))), held)
  statSync(join(path, 'manifest.json'))
  return checkBundle(path, held)
}

const say = ({ checked, facts, requests, findings, findingsCount, notChecked }: Report): string => {
  const lines = [
    `checked         ${checked}`,
    ...Object.entries(facts).map(([name, value]) => `${name.padEnd(15)} ${value}`),
    ...Object.entries(requests ?? {}).map(([status, n]) => `requests        ${status}: ${n}`),
    ...findings.map(({ what, where }) => `FINDING         ${where}: ${what}`),
    ...(findingsCount > findings.length ? [`FINDINGS        ${findingsCount} in all`] : []),
    ...notChecked.map((what) => `not checked     ${what}`),
    findingsCount === 0 ? 'nothing is wrong with what was checked' : 'something is wrong',
  ]
  return `${lines.join('\n')}\n`
}
