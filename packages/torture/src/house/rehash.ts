/**
 * What an attacker can do who may write to the file: drop its defences and put them back, and
 * compute every hash anew.
 */
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { chainOf, chainOfDesk, eventHasher, rootOfAll } from '@deskledger/event-store/integrity'
import { openLedger, type Ledger } from '@deskledger/event-store-sqlite'

/** Does `work` while nothing defends the log, and leaves the defences as they were. */
export const undefended = <A>(file: string, work: (db: Database.Database) => A): A => {
  const db = new Database(file)
  try {
    db.pragma('synchronous = OFF')
    const triggers = db
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all() as ReadonlyArray<{ readonly name: string; readonly sql: string }>
    for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
    try {
      return work(db)
    } finally {
      for (const { sql } of triggers) db.exec(sql)
    }
  } finally {
    db.close()
  }
}

export const withLedger = <A>(file: string, work: (ledger: Ledger) => A): A => {
  const ledger = openLedger(file)
  if (E.isLeft(ledger)) throw new Error(`no ledger: ${ledger.left._tag}`)
  try {
    return work(ledger.right)
  } finally {
    ledger.right.close()
  }
}

/** All roots and chains as they follow from what the file says now. */
export const rehash = (file: string): void => {
  const hashed = withLedger(file, (ledger) => {
    const hashOf = eventHasher(ledger.deskId)
    let chain = chainOfDesk(ledger.deskId)
    return [...ledger.commits(1, ledger.tip().commitNo)].map((commit) => {
      const events = ledger.events(commit.firstPosition, commit.lastPosition)
      const eventsRoot = rootOfAll([...events].map(hashOf))
      chain = chainOf(chain, { ...commit, eventsRoot })
      return { commitNo: commit.commitNo, eventsRoot, chain }
    })
  })
  undefended(file, (db) => {
    const update = db.prepare('UPDATE commits SET events_root = ?, chain = ? WHERE commit_no = ?')
    for (const { commitNo, eventsRoot, chain } of hashed)
      update.run(Buffer.from(eventsRoot, 'hex'), Buffer.from(chain, 'hex'), commitNo)
  })
}
