/**
 * Logs to be tampered with, and somebody with a SQL prompt and no respect.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import {
  chainOf,
  chainOfDesk,
  eventHasher,
  keyOf,
  originOf,
  rootOfAll,
  signCheckpoint,
  type NoteKey,
  type NoteSigner,
} from '@deskledger/event-store/integrity'
import {
  openLedger,
  verifyLog,
  type Finding,
  type Ledger,
  type Verification,
  type VerifySettings,
} from '../index.ts'
import { opened } from './disk.ts'
import { note, upTo } from './notes.ts'

export const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isRight(either)) return either.right
  throw new Error(`refused: ${JSON.stringify(either.left)}`)
}

/** A random number below `n`; the same sequence for the same seed. Source: mulberry32. */
export const dice = (seed: number): ((n: number) => number) => {
  let a = seed
  return (n) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n)
  }
}

const texts = ['', 'called back', 'Grüße aus Köln', '日本語', '\ufffd', 'a "quoted" \\ word', '💬']

/** A closed log of so many commits, one to five commands each, one to four events each. */
export const logOf = async (folder: string, commits: number, seed = 1): Promise<string> => {
  const file = join(folder, 'events.db')
  const roll = dice(seed)
  let now = 0
  const store = opened({ file, clock: () => at((now += roll(3))) })
  for (const c of upTo(commits))
    await Promise.all(
      upTo(1 + roll(5)).map((k) => {
        const wish = note(roll(6), `c${c}-${k}`)
        const events = upTo(1 + roll(4)).map((n) => ({
          type: `Noted${roll(3)}`,
          schemaVersion: 1 + roll(2),
          data: { text: texts[roll(texts.length)], n },
          occurredAt: (1_000 + roll(9)) as Instant,
          concerns: roll(2) === 0 ? [] : [`request:${roll(9)}` as const],
        }))
        return store.append({ ...wish, events, fingerprint: `f${c}-${k}` })()
      }),
    )
  await store.close()()
  return file
}

/** A connection on which the log does not defend itself, and that nothing is synced for. */
export const attacker = (file: string): Database.Database => {
  const db = new Database(file)
  db.pragma('synchronous = OFF')
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all()
  for (const trigger of triggers) db.exec(`DROP TRIGGER ${String(trigger)}`)
  return db
}

export const verified = async (
  file: string,
  more: Partial<VerifySettings> = {},
): Promise<Verification> => right(await verifyLog({ file, ...more })())

/** What is found beside the triggers that the attacker has dropped. */
export const findingsIn = async (
  file: string,
  more: Partial<VerifySettings> = {},
): Promise<ReadonlyArray<Finding>> =>
  (await verified(file, more)).findings.filter(({ _tag }) => _tag !== 'SchemaAltered')

export const names = (findings: ReadonlyArray<Finding>, commit: number): boolean =>
  findings.some((f) => 'throughCommit' in f && f.commit <= commit && commit <= f.throughCommit)

/** A secret key that is the same on every run: 32 times the byte. Source of the wrapping: RFC 8410. */
const secret = (byte: number): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.alloc(32, byte),
    ]),
    format: 'der',
    type: 'pkcs8',
  })
export const signer = (deskId: string, byte = 1): NoteSigner => ({
  name: originOf(deskId),
  privateKey: secret(byte),
})
export const keyFor = (deskId: string, byte = 1): NoteKey => right(keyOf(signer(deskId, byte)))

export const withLedger = <A>(file: string, work: (ledger: Ledger) => A): A => {
  const ledger = right(openLedger(file))
  try {
    return work(ledger)
  } finally {
    ledger.close()
  }
}

/** A note about the log at `size` commits, at its end unless told, and the key to check it. */
export const anchorOf = (file: string, size?: number) =>
  withLedger(file, (ledger) => {
    const { deskId, tip, rootOfRange } = ledger
    const at = size ?? tip().commitNo
    const checkpoint = { origin: originOf(deskId), size: at, root: rootOfRange(0, at) }
    const signed = right(signCheckpoint(checkpoint, [signer(deskId)]))
    return { notes: [signed], keys: [keyFor(deskId)] }
  })

/** Everything hashed again, as somebody would who can write the file and knows the format. */
export const rehash = (file: string): void => {
  const rows = withLedger(file, (ledger) => {
    const { commitNo } = ledger.tip()
    const hashOf = eventHasher(ledger.deskId)
    let chain = chainOfDesk(ledger.deskId)
    return [...ledger.commits(1, commitNo)].map((commit) => {
      const events = [...ledger.events(commit.firstPosition, commit.lastPosition)]
      const eventsRoot = rootOfAll(events.map(hashOf))
      chain = chainOf(chain, { ...commit, eventsRoot })
      return { commitNo: commit.commitNo, eventsRoot, chain }
    })
  })
  const db = attacker(file)
  const update = db.prepare('UPDATE commits SET events_root = ?, chain = ? WHERE commit_no = ?')
  for (const { commitNo, eventsRoot, chain } of rows)
    update.run(Buffer.from(eventsRoot, 'hex'), Buffer.from(chain, 'hex'), commitNo)
  db.close()
}
