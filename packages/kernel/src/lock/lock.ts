/**
 * The lock of all event contracts: what every version of every type of event holds, kept in a file.
 *
 * The code of today is judged against it. What old events are still read under may change without
 * more ado, and the lock is written anew; what breaks reading them is refused until an upcaster
 * bridges it, and the version is raised by that. Contracts of older versions stay in the lock for
 * ever: they say what upcasters will be given.
 */
import type { AnyEventCodec } from '../event.ts'
import { recordContractOf, type RecordContract } from './contract.ts'
import { narrowed, type Narrowing } from './narrowing.ts'

/** By event type, then by version from 1. */
export interface Lock {
  readonly lock: 1
  readonly types: Readonly<Record<string, Readonly<Record<string, RecordContract>>>>
}

export const emptyLock: Lock = { lock: 1, types: {} }

/** Why events that are stored could not be read any more. */
export interface Break {
  readonly type: string
  /** Of the events that could not be read. */
  readonly version: number
  /** From the root of the data; empty for the event itself. */
  readonly path: string
  readonly what: Narrowing | TypeBreak
}

type TypeBreak =
  /** Nobody declares the type any more. */
  | { readonly _tag: 'TypeRemoved' }
  /** Upcasters were taken away. */
  | { readonly _tag: 'VersionLowered'; readonly to: number }

export interface Judgement {
  readonly breaks: ReadonlyArray<Break>
  /** Types that are new or changed in a way that breaks nothing: the lock does not know it yet. */
  readonly outdated: ReadonlyArray<string>
}

interface Declared {
  readonly codecs: ReadonlyMap<string, AnyEventCodec>
}

/** The code as it is, held against the lock. */
export const judged = (lock: Lock, { codecs }: Declared): Judgement => {
  const breaks = Object.keys(lock.types).flatMap((type) => {
    const codec = codecs.get(type)
    const version = newest(lock, type)
    if (codec !== undefined) return breaksOf(lock, codec, version)
    return [{ type, version, path: '', what: { _tag: 'TypeRemoved' } } as const]
  })
  const now = written(lock, { codecs })
  const outdated = [...codecs.keys()].filter(
    (type) => JSON.stringify(lock.types[type]) !== JSON.stringify(now.types[type]),
  )
  return { breaks, outdated: outdated.sort() }
}

const newest = ({ types }: Lock, type: string): number =>
  Math.max(0, ...Object.keys(types[type] ?? {}).map(Number))

const breaksOf = (lock: Lock, codec: AnyEventCodec, version: number): ReadonlyArray<Break> => {
  const { type, schemaVersion, data } = codec
  const before = lock.types[type]?.[version]
  if (before === undefined || schemaVersion > version) return []
  if (schemaVersion < version)
    return [{ type, version, path: '', what: { _tag: 'VersionLowered', to: schemaVersion } }]
  return narrowed(before, recordContractOf(data)).map((each) => ({ ...each, type, version }))
}

/** The lock anew: the present contract of every type that is declared, and all older versions. */
export const written = ({ types }: Lock, { codecs }: Declared): Lock => {
  const present = [...codecs.values()].map(({ type, schemaVersion, data }) => [
    type,
    { ...types[type], [schemaVersion]: recordContractOf(data) },
  ])
  const all = { ...types, ...Object.fromEntries(present) } as Lock['types']
  const names = Object.keys(all).sort()
  return { lock: 1, types: Object.fromEntries(names.map((name) => [name, all[name] ?? {}])) }
}
