/**
 * The certificate of an erasure: what was done, when, and what was found afterwards. It holds nothing
 * of the person but a random id.
 */
import { hash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { canonical } from '@deskledger/event-store'
import { toIso, type Actor } from '@deskledger/kernel'
import { kindOf } from '../subject.ts'
import type { Erasing, Step } from './journal.ts'
import type { Found } from './search.ts'

export interface Certificate {
  readonly certificate: 1
  readonly erasure: string
  readonly desk: string
  readonly partyId: string
  readonly basis: string
  readonly reason: string
  readonly actor: Actor
  /** ISO 8601, UTC. */
  readonly requestedAt: string
  readonly fencedAt: string
  readonly keysDestroyedAt: string
  readonly erasedAt: string
  readonly readModelsScrubbedAt: string
  readonly certifiedAt: string
  /** How many subjects of each kind had keys. */
  readonly subjects: Readonly<Record<string, number>>
  readonly keys: ReadonlyArray<string>
  /** Events that held something of the person, and the values that nobody can read any more. */
  readonly events: number
  readonly values: number
  readonly search: Search
  /** The hash of the erasure's line in the ledger. */
  readonly ledger: string
  readonly remains: string
  /** SHA-256 in hexadecimal of the canonical JSON of all the rest. */
  readonly sha256: string
}

export type Search =
  | {
      readonly status: 'done'
      readonly files: number
      readonly bytes: number
      /** Values that were searched for in every file, each in many encodings. */
      readonly searched: number
      /** Too short to be told from chance. */
      readonly tooShort: number
      /** Said of others as well, so that to find them would say nothing. */
      readonly sharedWithOthers: number
      readonly found: ReadonlyArray<Found>
      /** Values that could not be searched for, because their keys were gone before; if any. */
      readonly unreadable?: number
    }
  /** Everything stands on servers, whose files are their administrators'. */
  | {
      readonly status: 'logOnly'
      /** Every event of the log was looked through, as it is stored. */
      readonly events: number
      readonly searched: number
      readonly tooShort: number
      /** The positions of events that say a value in the clear. */
      readonly found: ReadonlyArray<number>
      readonly unreadable?: number
    }
  /** The erasure was interrupted after the keys were gone: nobody knows any more what to search. */
  | { readonly status: 'notPossible'; readonly why: 'resumed' }

const everywhere = 'Copies that were exported or passed on are beyond this desk.'

export const remainsOfFiles = `Backups that were made before hold the person until they are destroyed. Restored, they do not bring the person back. ${everywhere}`

/** What a server keeps besides its tables, nobody can see through a connection to it. */
export const remainsOfServers = `The keys are destroyed and their table is written anew, the log holds sealed bytes only, the read models are emptied and vacuumed. Not searched, and the administrators' to destroy, because they hold what was there before: write-ahead logs and their archives, replicas, snapshots and backups of the database and of the log, blocks of disks that were given free. Whoever has such a copy of the keys and the master key can still read. Restored, the keys must be given the ledger of erasures before anybody uses them. ${everywhere}`

const signed = (body: Omit<Certificate, 'sha256'>): Certificate => ({
  ...body,
  sha256: hash('sha256', canonical(body)),
})

export const certificateOf = (
  erasing: Erasing,
  of: Pick<Certificate, 'desk' | 'search' | 'ledger' | 'remains'>,
): Certificate => {
  const { erasure, partyId, basis, reason, actor, at, subjects, keyIds, events, values } = erasing
  const iso = (step: Step): string => toIso(at[step] ?? 0)
  return signed({
    certificate: 1,
    erasure,
    desk: of.desk,
    partyId,
    basis,
    reason,
    actor,
    requestedAt: iso('requested'),
    fencedAt: iso('fenced'),
    keysDestroyedAt: iso('destroyed'),
    erasedAt: iso('told'),
    readModelsScrubbedAt: iso('scrubbed'),
    certifiedAt: iso('certified'),
    subjects: countsOf(subjects),
    keys: keyIds,
    events,
    values,
    search: of.search,
    ledger: of.ledger,
    remains: of.remains,
  })
}

const countsOf = (subjects: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const subject of subjects) counts[kindOf(subject)] = (counts[kindOf(subject)] ?? 0) + 1
  return counts
}

/** Appears whole or not at all, and durable. The path of the file. */
export const writeCertificate = (folder: string, certificate: Certificate): string => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${certificate.erasure}.json`)
  const draft = `${file}.draft`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, `${JSON.stringify(certificate, undefined, 2)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, file)
  return file
}

/** Every certificate in the folder that is what was written; others are not certificates. */
export const readCertificates = (folder: string): ReadonlyArray<Certificate> => {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const found = parsed(readFileSync(join(folder, name), 'utf8'))
      return found === undefined ? [] : [found]
    })
}

const parsed = (text: string): Certificate | undefined => {
  try {
    const { sha256, ...body } = JSON.parse(text) as Certificate
    return signed(body).sha256 === sha256 ? { ...body, sha256 } : undefined
  } catch {
    return undefined
  }
}
