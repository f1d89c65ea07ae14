import { describe, expect, test } from '@jest/globals'
import { originOf, signCheckpoint, type NoteKey } from '@deskledger/event-store/integrity'
import { keepCheckpoint } from '../index.ts'
import { inFolder } from '../testing/disk.ts'
import {
  attacker,
  keyFor,
  logOf,
  rehash,
  right,
  signer,
  verified,
  withLedger,
} from '../testing/tampering.ts'

const noteAt = (file: string, size: number, ...bytes: ReadonlyArray<number>): string =>
  withLedger(file, ({ deskId, rootOfRange }) => {
    const checkpoint = { origin: originOf(deskId), size, root: rootOfRange(0, size) }
    return right(
      signCheckpoint(
        checkpoint,
        bytes.map((byte) => signer(deskId, byte)),
      ),
    )
  })

/** A log whose key was lost: it signed at 2 and 4 commits, with the next one at 5, that one at 6. */
const withSigned = (work: (file: string, key: (byte: number) => NoteKey) => Promise<void>) =>
  inFolder(async (folder) => {
    const file = await logOf(folder, 8)
    const deskId = withLedger(file, (ledger) => ledger.deskId)
    const key = (byte: number) => keyFor(deskId, byte)
    for (const [size, ...bytes] of [
      [2, 1],
      [4, 1],
      [5, 1, 2],
      [6, 2],
    ] as const)
      right(keepCheckpoint(file, noteAt(file, size, ...bytes), bytes.map(key)))
    await work(file, key)
  })

const lost = (treeSize: number) => ({ _tag: 'CheckpointRefused', treeSize, why: 'UnknownSigner' })

describe('a checkpoint kept in the log', () => {
  test('is refused where no key at hand signed it, and the log announces none that did', () =>
    withSigned(async (file, key) => {
      expect((await verified(file, { keys: [key(2)] })).findings).toEqual([lost(2), lost(4)])
      const others = { keys: [key(2)], announced: [key(3)] }
      expect((await verified(file, others)).findings).toEqual([lost(2), lost(4)])
    }))

  test('is no finding for ever where its key was lost, if the log announces it', () =>
    withSigned(async (file, key) => {
      const { findings, signatories } = await verified(file, {
        keys: [key(2)],
        announced: [key(1), key(2)],
      })
      expect(findings).toEqual([])
      expect(signatories).toEqual([
        { keyId: key(1).id, known: 'announced', checkpoints: 3, treeSize: 5 },
        { keyId: key(2).id, known: 'given', checkpoints: 2, treeSize: 6 },
      ])
    }))

  test('is told by who signed it, though nobody gives a key', () =>
    withSigned(async (file, key) => {
      const { findings, signatories, notChecked } = await verified(file, { announced: [key(1)] })
      expect(findings).toEqual([])
      expect(signatories).toEqual([
        { keyId: key(1).id, known: 'announced', checkpoints: 3, treeSize: 5 },
      ])
      expect(notChecked).toContainEqual({ _tag: 'SignaturesOfCheckpoints' })
      expect((await verified(file)).signatories).toEqual([])
    }))

  test('is refused where an announced key is said to have signed it and has not', () =>
    withSigned(async (file, key) => {
      const db = attacker(file)
      const forged = noteAt(file, 4, 1)
      db.prepare('UPDATE checkpoints SET note = ? WHERE tree_size = 4').run(
        noteAt(file, 3, 1)
          .replace(/— .*/s, forged.slice(forged.indexOf('—')))
          .replace('\n3\n', '\n4\n'),
      )
      db.close()
      const { findings } = await verified(file, { announced: [key(1)] })
      expect(findings).toContainEqual(
        expect.objectContaining({ _tag: 'CheckpointRefused', treeSize: 4, why: 'BadSignature' }),
      )
    }))

  test('is compared with the log, whoever signed it', () =>
    withSigned(async (file, key) => {
      const db = attacker(file)
      db.exec(`UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE tree_size = 2)
               WHERE tree_size = 4`)
      db.close()
      const { findings, signatories } = await verified(file, { announced: [key(1)] })
      expect(findings).toContainEqual(
        expect.objectContaining({ _tag: 'CheckpointRefused', why: 'NotACheckpoint' }),
      )
      expect(signatories).toMatchObject([{ checkpoints: 2 }])
    }))

  test('shows a log that was rewritten up to it', () =>
    withSigned(async (file, key) => {
      const db = attacker(file)
      db.exec('UPDATE events SET occurred_at = 7 WHERE commit_no = 3')
      db.close()
      rehash(file)
      const { findings } = await verified(file, { announced: [key(1), key(2)] })
      const rewritten = findings.filter(({ _tag }) => _tag === 'LogRewritten')
      expect(rewritten).toEqual(
        [4, 5, 6].map((treeSize) => ({ _tag: 'LogRewritten', treeSize, by: 'checkpoint' })),
      )
    }))

  test('vouches for nothing from outside if its key is only announced', () =>
    withSigned(async (file, key) => {
      const strange = verified(file, { notes: [noteAt(file, 4, 1)], announced: [key(1)] })
      await expect(strange).rejects.toThrow('NoteRefused')
    }))
})
