/**
 * What is kept for ever of the events of the house: the lock of their contracts, and examples of
 * each version of each type as they were stored.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import type { Stored } from '@deskledger/kernel'
import { emptyLock, parseLock, type Lock } from '@deskledger/kernel/lock'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
export const lockFile: string = at('events.lock.json')
export const historyFile: string = at('golden/events.ndjson')

export const lockOfTheHouse = (): Lock => {
  if (!existsSync(lockFile)) return emptyLock
  const lock = parseLock(readFileSync(lockFile, 'utf8'))
  if (E.isRight(lock)) return lock.right
  throw new Error(`${lockFile} is not a lock: take it back from the history of the repository`)
}

/** An event as it was stored, and what it is an example of. */
export interface Example extends Stored {
  readonly example: string
}

/** The text of each example, oldest first. */
export const storedLines = (): ReadonlyArray<string> =>
  existsSync(historyFile) ? readFileSync(historyFile, 'utf8').trimEnd().split('\n') : []

export const storedExamples = (): ReadonlyArray<Example> =>
  storedLines().map((line) => JSON.parse(line) as Example)
