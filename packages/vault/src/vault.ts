/**
 * The keys of a desk in a file: given out by subject to seal, and by id to unseal, until they are erased.
 *
 * - A subject that is fenced is given no key any more, in no process: every call looks first whether
 *   another one has erased something.
 * - Making a key costs a synced write, so keys are made in stock; each time twice as many.
 */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ErasableKeys } from './erasure/erasable.ts'
import { beginVault, isBegun, readSecret } from './beginning.ts'
import { erasableFile } from './erasure/in-file.ts'
import { changesOf, openKeysFile } from './keys-file.ts'
import type { MasterKeyProvider } from './master-key.ts'
import type { VaultError } from './port.ts'
import type { KeysAtHand } from './ring.ts'
import type { NamedKey } from './sealed-value.ts'
import { kindOf, type Link, type Subject } from './subject.ts'
import { wrappingWith, type Wrapping } from './wrapping.ts'

export interface VaultSettings {
  readonly file: string
  /** The random id of the log that the keys belong to. */
  readonly desk: string
  readonly provider: MasterKeyProvider
  readonly clock: () => number
  /** Whether the log already holds something: then keys must be there. */
  readonly isLogEmpty: boolean
  readonly readOnly?: boolean
}

/** Keys in a file, which any number of processes on one machine may share. */
export interface FileVault extends KeysAtHand, ErasableKeys {
  readonly file: string
  /** Forgets every key that is held in memory. */
  readonly forget: () => void
  readonly db: Database.Database
  readonly wrapping: Wrapping
  readonly close: () => void
}

const firstStock = 16
const largestStock = 1_024
const cachedKeys = 50_000

/** Opens the keys, making them for a log that is empty. */
export const openVault =
  (settings: VaultSettings): TaskEither<VaultError, FileVault> =>
  async () => {
    const { file, desk, provider, isLogEmpty, readOnly = false } = settings
    const opened = openKeysFile(file, readOnly)
    if (E.isLeft(opened)) return opened
    const db = opened.right
    const refuse = (error: VaultError): E.Either<VaultError, never> => {
      db.close()
      return E.left(error)
    }
    try {
      const owner = db.prepare("SELECT value FROM vault WHERE name = 'desk'").pluck().get()
      if (owner === undefined && (!isLogEmpty || readOnly || isBegun(db)))
        return refuse({ _tag: 'KeysMissing', file })
      if (typeof owner === 'string' && owner !== desk)
        return refuse({ _tag: 'ForeignKeys', file, found: owner })
      const master = await provider.masterKey(owner === undefined)()
      if (E.isLeft(master)) return refuse(master.left)
      const wrapping = wrappingWith(master.right, desk)
      if (!readOnly) beginVault(db, desk, wrapping)
      const secret = readSecret(db, wrapping)
      if (secret === undefined)
        return refuse({ _tag: 'WrongMasterKey', file, provider: provider.name })
      return E.right(vaultOn(db, settings, wrapping, secret))
    } catch (cause) {
      return refuse({ _tag: 'KeysUnusable', file, cause })
    }
  }

const vaultOn = (
  db: Database.Database,
  { file, desk, clock }: VaultSettings,
  wrapping: Wrapping,
  secret: Buffer,
): FileVault => {
  const { wrap, unwrap } = wrapping
  const dataVersion = db.prepare('PRAGMA data_version').pluck()
  const readChanges = db.prepare(changesOf).pluck()
  const readFences = db.prepare('SELECT subject FROM fences').pluck()
  const readKey = db.prepare("SELECT wrapped FROM keys WHERE key_id = ? AND state <> 'erased'")
  const activeKey = db
    .prepare("SELECT key_id FROM keys WHERE subject = ? AND state = 'active' LIMIT 1")
    .pluck()
  const readLink = db.prepare('SELECT owner FROM links WHERE subject = ? AND kind = ?').pluck()
  const writeLink = db.readonly
    ? undefined
    : db.prepare('INSERT OR REPLACE INTO links VALUES (?, ?, ?)')
  const insertKey = db.prepare("INSERT INTO keys VALUES (?, NULL, 'spare', ?, ?, NULL)")
  const giveKey = db.prepare(`UPDATE keys SET subject = @subject, state = 'active'
    WHERE key_id = @id AND NOT EXISTS (SELECT 1 FROM fences WHERE subject = @subject)`)
  const dropSpare = db.prepare("DELETE FROM keys WHERE key_id = ? AND state = 'spare'")

  let keysById = new Map<string, KeyObject | undefined>()
  let keysBySubject = new Map<Subject, NamedKey>()
  let links = new Map<string, Subject>()
  let fences: ReadonlySet<unknown> = new Set()
  let seen: unknown
  let changes: unknown
  let stock: Array<NamedKey> = []
  let stockSize = firstStock

  const forget = (): void => {
    keysById = new Map()
    keysBySubject = new Map()
    links = new Map()
    changes = readChanges.get()
    fences = new Set(readFences.all())
  }
  const refresh = (): void => {
    const version = dataVersion.get()
    if (version === seen) return
    seen = version
    if (readChanges.get() !== changes) forget()
    else if (keysById.size > cachedKeys) keysById = new Map()
  }

  const opened = (keyId: string): KeyObject | undefined => {
    const row = readKey.get(keyId) as { readonly wrapped: Buffer } | undefined
    const plain = row === undefined ? undefined : unwrap(`key ${keyId}`, row.wrapped)
    return plain === undefined ? undefined : createSecretKey(plain)
  }
  const keyOf = (keyId: string): KeyObject | undefined => {
    const cached = keysById.get(keyId)
    if (cached !== undefined) return cached
    const key = opened(keyId)
    if (keysById.size >= cachedKeys) keysById = new Map()
    if (key !== undefined) keysById.set(keyId, key)
    return key
  }

  /** Durable before any of them is used. */
  const restock = (): void => {
    const made = Array.from({ length: stockSize }, () => {
      const plain = randomBytes(32)
      return { id: randomBytes(8).toString('base64url'), plain, key: createSecretKey(plain) }
    })
    db.pragma('synchronous = FULL')
    db.transaction(() => {
      for (const { id, plain } of made) insertKey.run(id, wrap(`key ${id}`, plain), clock())
    }).immediate()
    db.pragma('synchronous = NORMAL')
    stock = made.map(({ id, key }) => ({ id, key }))
    stockSize = Math.min(stockSize * 2, largestStock)
  }

  /** Another process may have put up a fence at this very moment: then nothing is given. */
  const given = (subject: Subject): NamedKey | undefined => {
    if (stock.length === 0) restock()
    const key = stock.pop()
    if (key === undefined) return undefined
    const { changes } = giveKey.run({ subject, id: key.id })
    return changes === 1 ? key : undefined
  }
  const known = (subject: Subject): NamedKey | undefined => {
    const id = activeKey.get(subject)
    const key = typeof id === 'string' ? keyOf(id) : undefined
    return key === undefined ? undefined : { id: String(id), key }
  }
  const keyFor = (subject: Subject): NamedKey | undefined => {
    if (fences.has(subject)) return undefined
    const cached = keysBySubject.get(subject)
    if (cached !== undefined) return cached
    const key = known(subject) ?? given(subject)
    if (key === undefined) return undefined
    if (keysBySubject.size >= cachedKeys) keysBySubject = new Map()
    keysBySubject.set(subject, key)
    keysById.set(key.id, key.key)
    return key
  }

  const linkOne = ({ of, to }: Link): void => {
    const kind = kindOf(to)
    const name = `${kind} ${of}`
    if (links.get(name) === to) return
    if (links.size >= cachedKeys) links = new Map()
    if (readLink.get(of, kind) !== to) writeLink?.run(of, kind, to)
    links.set(name, to)
  }

  if (!db.readonly) db.pragma('synchronous = NORMAL')
  forget()
  return {
    ...erasableFile(desk, { db, file, forget }),
    file,
    secret,
    db,
    wrapping,
    keyFor,
    keyOf,
    isFenced: (subject) => fences.has(subject),
    link: (all) => {
      for (const each of all) linkOne(each)
    },
    refresh,
    forget,
    close: () => {
      if (!db.open) return
      if (!db.readonly) for (const { id } of stock) dropSpare.run(id)
      stock = []
      keysById.clear()
      keysBySubject.clear()
      db.close()
    },
  }
}
