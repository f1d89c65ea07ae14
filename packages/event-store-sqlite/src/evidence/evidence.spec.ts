import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { proveConsistency, proveEvent, writeEvidence } from '../index.ts'
import { inFolder } from '../testing/disk.ts'
import { anchorOf, attacker, logOf, withLedger } from '../testing/tampering.ts'

describe('evidence', () => {
  test('is every commit and event of the log, a line each, and what was signed', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const { notes, keys } = anchorOf(file, 7)
      const target = join(folder, 'evidence')
      const written = writeEvidence({ file, folder: target, note: notes[0] ?? '', keys })
      const tip = withLedger(file, (ledger) => ledger.tip())
      expect(written).toMatchObject({
        right: { commits: 12, events: tip.position, chain: tip.chain },
      })
      const linesIn = (name: string) =>
        readFileSync(join(target, name), 'utf8').split('\n').slice(0, -1)
      expect(readdirSync(target).sort()).toEqual([
        'checkpoint.note',
        'commits.ndjson',
        'events.ndjson',
        'keys.txt',
        'manifest.json',
      ])
      withLedger(file, ({ commits, events }) => {
        expect(linesIn('commits.ndjson').map((line) => JSON.parse(line) as unknown)).toEqual([
          ...commits(1, 12),
        ])
        expect(linesIn('events.ndjson').map((line) => JSON.parse(line) as unknown)).toEqual([
          ...events(1, tip.position),
        ])
      })
      expect(readFileSync(join(target, 'checkpoint.note'), 'utf8')).toBe(notes[0])
    }))

  test('is not written over anything, nor outside its folder', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 2)
      const target = join(folder, 'evidence')
      mkdirSync(target)
      writeFileSync(join(target, 'mine'), '')
      expect(writeEvidence({ file, folder: target })).toMatchObject({
        left: { _tag: 'FolderNotEmpty' },
      })
      for (const name of ['../x', 'events.ndjson', 'manifest.json', '', 'a/b'])
        expect(
          writeEvidence({ file, folder: join(folder, 'e'), extra: { [name]: '' } }),
        ).toMatchObject({
          left: { _tag: 'BadName', name },
        })
      expect(writeEvidence({ file: join(folder, 'none.db'), folder: target })).toMatchObject({
        left: { _tag: 'NoLog' },
      })
      expect(writeEvidence({ file, folder: join(file, 'x') })).toMatchObject({
        left: { _tag: 'CannotWrite' },
      })
    }))

  test('is not written with a checkpoint that the log does not bear out', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const { notes, keys } = anchorOf(file)
      const db = attacker(file)
      db.exec('UPDATE commits SET chain = zeroblob(32) WHERE commit_no = 3')
      db.close()
      const target = join(folder, 'evidence')
      expect(writeEvidence({ file, folder: target, note: notes[0] ?? '', keys })).toEqual({
        _tag: 'Left',
        left: { _tag: 'OtherHistory', treeSize: 12 },
      })
    }))
})

describe('a proof', () => {
  test('is refused for an event that is not there, or came after the checkpoint', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const [{ notes, keys }, later] = [anchorOf(file, 5), anchorOf(file)]
      const [note = '', newer = ''] = [notes[0], later.notes[0]]
      withLedger(file, (ledger) => {
        const { position } = ledger.tip()
        expect(proveEvent(ledger, position, note, keys)).toMatchObject({
          left: { _tag: 'NotCovered', commit: 12, treeSize: 5 },
        })
        expect(proveEvent(ledger, position + 1, newer, keys)).toMatchObject({
          left: { _tag: 'NoSuchEvent', position: position + 1 },
        })
        expect(proveEvent(ledger, 0, newer, keys)).toMatchObject({ left: { _tag: 'NoSuchEvent' } })
        expect(proveEvent(ledger, 1, newer, [])).toMatchObject({ left: { _tag: 'UnknownSigner' } })
        expect(proveConsistency(ledger, [newer, note], keys)).toMatchObject({
          left: { _tag: 'OtherHistory' },
        })
        expect(proveConsistency(ledger, [note, newer], keys)).toMatchObject({ _tag: 'Right' })
      })
    }))
})
