/**
 * Forgers: somebody with write access changes a log, hashes everything anew or not, and whoever holds
 * a note that was signed before must find it.
 */
import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { keyOf, originOf, signCheckpoint, type NoteKey } from '@deskledger/event-store/integrity'
import { sqliteEventStore, verifyLog, type Finding } from '@deskledger/event-store-sqlite'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { Chance } from '../chance.ts'
import { forgeries, type Deed } from '../house/forgeries.ts'
import { rehash, undefended, withLedger } from '../house/rehash.ts'
import { clock, note } from '../log/notes.ts'
import { inFolder } from '../machine/folder.ts'

interface Anchored {
  readonly file: string
  readonly notes: ReadonlyArray<string>
  readonly keys: ReadonlyArray<NoteKey>
}

/** A log of some hundred events, and a note about its end that is kept elsewhere. */
const anchored = async (file: string, { below }: Chance): Promise<Anchored> => {
  const store = sqliteEventStore({ file, clock })
  if (E.isLeft(store)) throw new Error(store.left._tag)
  for (let commit = 0; commit < 16; commit += 1)
    await Promise.all(
      Array.from({ length: 1 + below(4) }, (_, k) => {
        const n = 4 * commit + k
        const wish = note('scribe', n)
        const events = wish.events.map((each, i) => ({ ...each, type: `Noted${(n + i) % 3}` }))
        return store.right.append({ ...wish, events })()
      }),
    )
  await store.right.close()()
  return { file, ...noteOn(file) }
}

const noteOn = (file: string): Omit<Anchored, 'file'> =>
  withLedger(file, ({ deskId, tip, rootOfRange }) => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const signer = { name: originOf(deskId), privateKey }
    const size = tip().commitNo
    const root = rootOfRange(0, size)
    const signed = signCheckpoint({ origin: originOf(deskId), size, root }, [signer])
    const key = keyOf(signer)
    if (E.isLeft(signed) || E.isLeft(key)) throw new Error('the note was not signed')
    return { notes: [signed.right], keys: [key.right] }
  })

const run = (trial: Trial): Promise<Counts> =>
  inFolder(async (folder) => {
    const { chance, isShort, say } = trial
    const seen = tally()
    const log = await anchored(join(folder, 'events.db'), chance)
    if ((await findingsIn(log)).length > 0) seen.add({ broken: ['a clean log is said to be bad'] })
    const wanted = isShort ? 120 : 400
    const forged = join(folder, 'forged.db')
    const done = new Map<string, number>()
    while (seen.counts().injected < wanted) {
      copyFileSync(log.file, forged)
      const deed = forge(forged, chance)
      if (deed === undefined) continue
      done.set(deed.what, (done.get(deed.what) ?? 0) + 1)
      await judge({ ...log, file: forged }, deed, seen)
    }
    say(`${done.size} kinds of forgery`)
    return seen.counts()
  })

/** One of the forgeries; one in four times every hash is made to fit it, which undoes a forged hash. */
const forge = (file: string, chance: Chance): Deed | undefined => {
  const deed = attempted(() => undefended(file, (db) => chance.pick(forgeries)(db, chance)))
  if (deed === undefined || !chance.happens(25) || hashes.has(deed.what)) return deed
  attempted(() => rehash(file))
  return { what: `${deed.what}, and everything hashed anew` }
}

const hashes = new Set(['a bit of commits.chain', 'a bit of commits.events_root'])

/** SQLite itself refuses some changes: then another is tried. */
const attempted = <A>(work: () => A): A | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

const judge = async (log: Anchored, { what, commit }: Deed, seen: Tally): Promise<void> => {
  const findings = await findingsIn(log)
  const isFound = findings.length > 0
  const broken = [
    ...(isFound ? [] : [`nobody found that ${what}`]),
    ...(isFound && commit !== undefined && !names(findings, commit)
      ? [`${what} in commit ${commit}, and another place was named`]
      : []),
  ]
  seen.add({ runs: 1, injected: 1, found: isFound ? 1 : 0, lost: isFound ? 0 : 1, broken })
}

/** What verification finds; an error that says what is wrong with the file is one finding. */
const findingsIn = async (
  settings: Anchored,
): Promise<ReadonlyArray<Finding | { readonly _tag: string }>> => {
  const verified = await verifyLog(settings)()
  return E.isLeft(verified) ? [verified.left] : verified.right.findings
}

const names = (
  findings: ReadonlyArray<Finding | { readonly _tag: string }>,
  commit: number,
): boolean =>
  findings.some(
    (one) =>
      'commit' in one &&
      'throughCommit' in one &&
      one.commit <= commit &&
      commit <= one.throughCommit,
  )

export const tampering: ReadonlyArray<Attack> = [
  {
    name: 'tampering',
    about: 'Somebody changes the file, also with every hash made to fit; an old note tells it.',
    needs: 'nothing',
    expects: 'nothing lost',
    run,
  },
]
