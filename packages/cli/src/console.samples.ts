/**
 * The command as a person at a terminal sees it: what it printed where, and how it ended.
 */
import { afterAll } from '@jest/globals'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleDesk } from '@deskledger/sample-company/testing'
import { run } from './main.ts'
import type { Io } from './output/io.ts'

process.env['NO_COLOR'] = '1'

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-cli-'))
const copies: Array<() => void> = []
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
  for (const remove of copies) remove()
})

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** An Io that keeps what is written to it. */
export const captured = () => {
  const said = { out: '', err: '' }
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    isTerminal: false,
  }
  return { io, said }
}

export const deskledger = async (...args: ReadonlyArray<string>): Promise<Said> => {
  const { io, said } = captured()
  const code = await run(args, io)
  return { code, ...said }
}

/** The failure as `--json` tells it. */
export const problemOf = ({ err }: Said): Readonly<Record<string, string>> =>
  (JSON.parse(err.trimEnd().split('\n').at(-1) ?? '') as { error: Record<string, string> }).error

/** A path where nothing is. */
export const nowhere = (): string => join(mkdtempSync(join(scratch, 'at-')), 'desk')

/** Three weeks of the sample company: the one that all share to read, or a copy to write in. */
export const sharedSample = async (): Promise<string> => (await (shared ??= built())).folder
const built = () => sampleDesk(undefined, { shared: true })
let shared: ReturnType<typeof built> | undefined
export const ownSample = async (): Promise<string> => {
  const { folder, remove } = await sampleDesk()
  copies.push(remove)
  return folder
}

const fixtures = fileURLToPath(new URL('../../ingest/fixtures/', import.meta.url))
export const fixture = (name: string): string => join(fixtures, name)
export const xes = fixture('service-desk.xes')
export const csv = [fixture('service-desk.csv'), '--map', fixture('service-desk.map.json')] as const

export const contents = (folder: string): ReadonlyArray<string> =>
  existsSync(folder) ? readdirSync(folder).sort() : []

/** The rows of a printed table, its head first. */
export const rowsIn = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))
