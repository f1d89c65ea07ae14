/**
 * Logs of a few requests, and evidence of them, made with the library that is not used to check it.
 */
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Actor, CommandId, Instant } from '@deskledger/kernel'
import { anyRevision } from '@deskledger/event-store'
import {
  keyOf,
  keyText,
  originOf,
  signCheckpoint,
  type NoteKey,
  type NoteSigner,
} from '@deskledger/event-store/integrity'
import {
  openLedger,
  proofText,
  proveConsistency,
  proveEvent,
  sqliteEventStore,
  writeEvidence,
  type Ledger,
} from '@deskledger/event-store-sqlite'
import { run } from '../index.ts'

export const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isRight(either)) return either.right
  throw new Error(`refused: ${JSON.stringify(either.left)}`)
}

export const inFolder = async <A>(work: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-verifier-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Told = readonly [request: number, type: string, data?: object]

/** What happened to six requests: two closed, one waiting, one taken back with its import, … */
export const story: ReadonlyArray<Told> = [
  [1, 'RequestOpened', { text: 'Grüße aus Köln 💬' }],
  [2, 'RequestOpened'],
  [3, 'RequestOpened', { batchId: 'b1' }],
  [4, 'RequestOpened', { batchId: 'b2' }],
  [5, 'RequestOpened'],
  [6, 'RequestOpened', { text: '\ufffd \ud800 "\\ \n' }],
  [1, 'RequestAccepted'],
  [1, 'NoteAdded', { text: 'called back' }],
  [1, 'SolutionProposed'],
  [1, 'RequestClosed'],
  [2, 'RequestAccepted'],
  [2, 'RequestSetWaiting', { on: 'customer' }],
  [3, 'ActivitiesWithdrawn', { batchId: 'b1' }],
  [4, 'ActivitiesWithdrawn', { batchId: 'b1' }],
  [5, 'RequestClosed'],
  [5, 'RequestReopened'],
  [6, 'RequestCancelled'],
  [7, 'NoteAdded'],
]
export const statuses = { cancelled: 1, closed: 1, inProgress: 1, open: 1, waiting: 1 }

const actor: Actor = { kind: 'agent', id: 'clerk' }

/** A closed log of the story, in commits of three commands. */
export const logIn = async (folder: string): Promise<string> => {
  const file = join(folder, 'events.db')
  let now = 1_700_000_000_000
  const clock = (): Instant => (now += 60_000) as Instant
  const store = right(sqliteEventStore({ file, clock, durability: 'normal', maxBatch: 3 }))
  await Promise.all(
    story.map(([request, type, data], i) => {
      const occurredAt = 1_700_000_000_000 as Instant
      const event = { type, schemaVersion: 1, data: { ...data }, occurredAt, concerns: [] }
      return store.append({
        stream: `request-${request}`,
        expected: anyRevision,
        events: [event, { ...event, type: 'Seen' }],
        commandId: `c${i}` as CommandId,
        fingerprint: `f${i}`,
        actor,
      })()
    }),
  )
  await store.close()()
  return file
}

/** The same on every run. Source of the wrapping: RFC 8410. */
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 1)]),
  format: 'der',
  type: 'pkcs8',
})
const signerOf = (deskId: string): NoteSigner => ({ name: originOf(deskId), privateKey })
const keyFor = (deskId: string): NoteKey => right(keyOf(signerOf(deskId)))

const withLedger = <A>(file: string, work: (ledger: Ledger) => A): A => {
  const ledger = right(openLedger(file))
  try {
    return work(ledger)
  } finally {
    ledger.close()
  }
}

const noteOn = (ledger: Ledger, size: number): string => {
  const { deskId, rootOfRange } = ledger
  const checkpoint = { origin: originOf(deskId), size, root: rootOfRange(0, size) }
  return right(signCheckpoint(checkpoint, [signerOf(deskId)]))
}

export const noteAt = (file: string, size?: number): string =>
  withLedger(file, (ledger) => noteOn(ledger, size ?? ledger.tip().commitNo))

export const keyTextOf = (file: string): string =>
  withLedger(file, ({ deskId }) => keyText(keyFor(deskId)))

/** Exports into `bundle` beside the log, with a checkpoint of so many commits. */
export const bundleOf = (file: string, size?: number, name = 'bundle'): string => {
  const folder = join(file, '..', name)
  const keys = [withLedger(file, ({ deskId }) => keyFor(deskId))]
  right(
    writeEvidence({ file, folder, note: noteAt(file, size), keys, extra: { 'read.me': 'hi\n' } }),
  )
  return folder
}

export const inclusionOf = (file: string, position: number): string =>
  withLedger(file, (ledger) => {
    const note = noteOn(ledger, ledger.tip().commitNo)
    return proofText(right(proveEvent(ledger, position, note, [keyFor(ledger.deskId)])))
  })

export const consistencyOf = (file: string, older: number, newer: number): string =>
  withLedger(file, (ledger) => {
    const notes = [noteOn(ledger, older), noteOn(ledger, newer)] as const
    return proofText(right(proveConsistency(ledger, notes, [keyFor(ledger.deskId)])))
  })

/** What the command says and how it exits. */
export const told = (...args: ReadonlyArray<string>) => {
  let [said, complained] = ['', '']
  const exit = run(args, {
    out: (text) => (said += text),
    err: (text) => (complained += text),
  })
  return { exit, said, complained }
}
