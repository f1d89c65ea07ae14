/**
 * The hash chain of a log, for whoever must know that it still reads the same log: where it ends, and
 * what it was at a position.
 */
import type Database from 'better-sqlite3'
import * as O from 'fp-ts/lib/Option.js'
import { chainOfDesk, type Digest } from '@deskledger/event-store/integrity'

/** The end of a log. */
export interface Tip {
  /** 0 for an empty log. */
  readonly commitNo: number
  readonly position: number
  /** Of the last commit; 0 for an empty log. */
  readonly recordedAt: number
  /** Stands for everything up to here. */
  readonly chain: Digest
}

export interface Chain {
  readonly tip: () => Tip
  /** The chain of the commit that holds `position`; that of the desk at 0; none behind the end. */
  readonly chainAt: (position: number) => O.Option<Digest>
}

type TipRow = readonly [number, number, number, Digest]

/** Its functions throw what SQLite throws. */
export const chainOn = (db: Database.Database, deskId: string): Chain => {
  const last = db
    .prepare(
      `SELECT commit_no, last_position, recorded_at, lower(hex(chain)) FROM commits
       ORDER BY commit_no DESC LIMIT 1`,
    )
    .raw()
  const at = db
    .prepare(
      `SELECT lower(hex(c.chain)) FROM events e JOIN commits c USING (commit_no)
       WHERE e.position = ?`,
    )
    .pluck()
  const beginning = chainOfDesk(deskId)
  return {
    tip: () => {
      const row = last.get() as TipRow | undefined
      const [commitNo, position, recordedAt, chain] = row ?? [0, 0, 0, beginning]
      return { commitNo, position, recordedAt, chain }
    },
    chainAt: (position) =>
      position === 0 ? O.some(beginning) : O.fromNullable(at.get(position) as Digest | undefined),
  }
}
