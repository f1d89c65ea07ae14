/**
 * A disk whose power may be cut: what was synced is there, of what was not anything may be.
 *
 * A file is what was synced of it, and changes since. Names are kept by the folder, and last once it
 * is synced; the file system writes them in order. A sector of 512 bytes is written or is not.
 */
import type { Chance } from '../chance.ts'
import type { Call } from './calls.ts'

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly size: number }

interface Inode {
  synced: Buffer
  changes: Array<Change>
}

/** What becomes of changes that were not synced: none, some, or some sectors of some are there. */
export type Cut = 'drop' | 'some' | 'torn'

export interface Disk {
  readonly apply: (call: Call) => void
  /** The files as they are found when the power comes back. The disk itself goes on. */
  readonly cut: (how: Cut, chance: Chance) => ReadonlyMap<string, Buffer>
}

const sector = 512

/**
 * A disk with these files, all of them synced.
 *
 * After a sync that failed, each change is there or
 * not, and no later sync writes it: the system holds it for written. Source: fsync(2), errors.
 */
export const diskOf = (base: ReadonlyMap<string, Buffer>, chance: Chance): Disk => {
  const synced = new Map<string, Inode>(
    [...base].map(([file, bytes]) => [file, { synced: bytes, changes: [] }]),
  )
  const names = new Map(synced)
  let renamings: Array<{ readonly file: string; readonly inode: Inode | undefined }> = []

  const inodeOf = (file: string): Inode => {
    const inode = names.get(file)
    if (inode === undefined) throw new Error(`${file} was written to before it was made`)
    return inode
  }
  const name = (file: string, inode: Inode | undefined): void => {
    renamings.push({ file, inode })
    rename(names, file, inode)
  }

  const apply = (call: Call): void => {
    switch (call.kind) {
      case 'create':
        if (!names.has(call.file)) name(call.file, { synced: Buffer.alloc(0), changes: [] })
        return
      case 'unlink':
        return name(call.file, undefined)
      case 'write':
      case 'truncate':
        inodeOf(call.file).changes.push(call)
        return
      case 'sync':
        return settle(inodeOf(call.file), () => true)
      case 'failedSync':
        return settle(inodeOf(call.file), () => chance.happens(50))
      case 'syncFolder':
        for (const { file, inode } of renamings) rename(synced, file, inode)
        renamings = []
        return
      case 'said':
    }
  }

  const cut = (how: Cut, chance: Chance): ReadonlyMap<string, Buffer> => {
    const kept = new Map(synced)
    const last = how === 'drop' ? 0 : chance.below(renamings.length + 1)
    for (const { file, inode } of renamings.slice(0, last)) rename(kept, file, inode)
    return new Map([...kept].map(([file, inode]) => [file, remains(inode, how, chance)]))
  }

  return { apply, cut }
}

const rename = (names: Map<string, Inode>, file: string, inode: Inode | undefined): void => {
  if (inode === undefined) names.delete(file)
  else names.set(file, inode)
}

const settle = (inode: Inode, isWritten: () => boolean): void => {
  inode.synced = changed(inode.synced, inode.changes.filter(isWritten))
  inode.changes = []
}

const remains = ({ synced, changes }: Inode, how: Cut, chance: Chance): Buffer => {
  if (how === 'drop') return synced
  const pieces = how === 'torn' ? changes.flatMap(sectorsOf) : changes
  const percent = chance.pick([10, 50, 90])
  return changed(
    synced,
    pieces.filter(() => chance.happens(percent)),
  )
}

/** The file after these changes, in bytes of its own. */
const changed = (bytes: Buffer, changes: ReadonlyArray<Change>): Buffer => {
  const room = changes.reduce((most, change) => Math.max(most, endOf(change)), bytes.length)
  const grown = Buffer.alloc(room)
  bytes.copy(grown)
  let size = bytes.length
  for (const change of changes) {
    if (change.kind === 'write') change.bytes.copy(grown, change.at)
    else grown.fill(0, change.size)
    size = change.kind === 'write' ? Math.max(size, endOf(change)) : change.size
  }
  return grown.subarray(0, size)
}

const endOf = (change: Change): number =>
  change.kind === 'write' ? change.at + change.bytes.length : change.size

/** A write, cut where sectors begin. */
const sectorsOf = (change: Change): ReadonlyArray<Change> => {
  if (change.kind === 'truncate') return [change]
  const { at, bytes } = change
  const pieces: Array<Change> = []
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + sector - ((at + from) % sector))
    pieces.push({ kind: 'write', at: at + from, bytes: bytes.subarray(from, to) })
    from = to
  }
  return pieces
}
