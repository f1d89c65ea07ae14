/**
 * The commits that one transaction of a moved log writes, one behind the other.
 */
import type Database from 'better-sqlite3'
import type { Transcript } from '@deskledger/event-store'
import { chainOf, treeFrom, type Digest, type Tree } from '@deskledger/event-store/integrity'
import { chainOn } from './chain.ts'

export interface Commits {
  /** The number of the commit that the append goes into, which is begun if it is another one. */
  readonly open: (append: Transcript) => number
  /** The next position. */
  readonly next: () => number
  /** Takes the leaf of the event there. */
  readonly add: (leaf: Digest) => void
  /** When the last append was recorded. */
  readonly lastTime: () => number
  /** Writes the commit that is open, if one is. */
  readonly close: () => void
}

interface Open {
  readonly number: number
  readonly first: number
  readonly recordedAt: number
  readonly told: number | undefined
  readonly tree: Tree
}

export const commitsOn = (db: Database.Database, deskId: string): Commits => {
  const insert = db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)')
  const tip = chainOn(db, deskId).tip()
  let { commitNo, position, chain } = tip
  let time = commitNo === 0 ? -Infinity : tip.recordedAt
  let current: Open | undefined

  const close = (): void => {
    if (current === undefined) return
    const { number, first, recordedAt, tree } = current
    const eventsRoot = tree.root()
    const commit = { commitNo: number, firstPosition: first, lastPosition: position, recordedAt }
    chain = chainOf(chain, { ...commit, eventsRoot })
    const hashes = [eventsRoot, chain].map((digest) => Buffer.from(digest, 'hex'))
    insert.run(number, first, position, recordedAt, ...hashes)
    current = undefined
  }

  return {
    close,
    open: ({ commit: told, recordedAt }) => {
      const isSame =
        current !== undefined &&
        told !== undefined &&
        told === current.told &&
        recordedAt === current.recordedAt
      if (!isSame) {
        close()
        commitNo += 1
        current = { number: commitNo, first: position + 1, recordedAt, told, tree: treeFrom() }
        time = recordedAt
      }
      return commitNo
    },
    next: () => (position += 1),
    add: (leaf) => current?.tree.add(leaf),
    lastTime: () => time,
  }
}
