import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { consistencyOf, proofText } from '@deskledger/event-store/evidence'
import { keyText } from '@deskledger/event-store/integrity'
import { run } from '@deskledger/verifier'
import { keepNote, proveNoted, withNoted, writeNotaryEvidence } from './index.ts'
import { altered, changed } from './testing/altered.ts'
import { anchorOf, keyFor, type Anchor } from './testing/keys.ts'
import { inFolder, memoryLog, noted, notes, right, tell, verified } from './testing/logs.ts'
import { overTheWire } from './testing/served.ts'

jest.setTimeout(30_000)

interface Sample extends Anchor {
  readonly folder: string
  readonly file: string
  readonly log: EventStore
}

/** A noted log on a server, whose notary was signed at its end. */
const signed = (work: (sample: Sample) => Promise<void>) =>
  inFolder((folder) =>
    overTheWire(memoryLog(), async (log) => {
      await tell(log, notes(9, 3))
      const file = join(folder, 'notary.db')
      await noted(file, log)
      await work({ folder, file, log, ...(await anchorOf(file)) })
    }),
  )

/** What the verifier, which knows nothing of notaries, says of a file or a folder. */
const judged = (path: string, { keys }: Anchor, ...more: ReadonlyArray<string>) => {
  let said = ''
  const out = (text: string): void => void (said += text)
  const key = keys.map(keyText).flatMap((text) => ['--key', text])
  const exit = run([path, ...key, ...more], { out, err: out })
  return { exit, said }
}

const proofOf = ({ file, log, note, keys }: Sample, position: number) =>
  withNoted(file, (all) => proveNoted(all, log, { position, signed: { note, keys } }))

describe('a bundle made through a notary', () => {
  test('is what the verifier finds nothing wrong with', () =>
    signed(async (sample) => {
      const { folder, file, log: store, note, keys } = sample
      const bundle = join(folder, 'bundle')
      const manifest = right(
        await writeNotaryEvidence({ file, store, folder: bundle, note, keys })(),
      )
      expect(manifest).toMatchObject({ commits: 9, events: 18 })
      expect(readdirSync(bundle)).toHaveLength(5)
      const { exit, said } = judged(bundle, sample)
      expect({ exit, said }).toMatchObject({ exit: 0, said: expect.stringMatching(/events +18/) })
      const events = join(bundle, 'events.ndjson')
      writeFileSync(events, readFileSync(events, 'utf8').replace('RequestSeen', 'RequestSeem'))
      expect(judged(bundle, sample).exit).toBe(1)
    }))

  test('has the same bytes each time', () =>
    signed(async ({ folder, file, log: store }) => {
      const folders = ['one', 'two'].map((name) => join(folder, name))
      for (const each of folders) right(await writeNotaryEvidence({ file, store, folder: each })())
      const [one = [], two] = folders.map((each) =>
        readdirSync(each).map((name) => readFileSync(join(each, name), 'utf8')),
      )
      expect(one).toEqual(two)
      expect(await writeNotaryEvidence({ file, store, folder: folders[0] ?? '' })()).toMatchObject({
        left: { _tag: 'FolderNotEmpty' },
      })
    }))

  test('is not made of a log that is not what was noted', () =>
    signed(async ({ folder, file, log }) => {
      const forged = altered(log, (events) =>
        events.map((event) => (event.revision === 2 ? changed(event, { data: 0 }) : event)),
      )
      const answer = await writeNotaryEvidence({
        file,
        store: forged,
        folder: join(folder, 'none'),
      })()
      expect(answer).toEqual({ _tag: 'Left', left: { _tag: 'EventDiffers', position: 6 } })
    }))
})

describe('a proof made through a notary', () => {
  test('is believed by the verifier for every event, and for no other content', () =>
    signed(async (sample) => {
      for (let position = 1; position <= 18; position += 1) {
        const file = join(sample.folder, 'proof.json')
        const text = proofText(right(await proofOf(sample, position)))
        writeFileSync(file, text)
        expect(judged(file, sample)).toMatchObject({ exit: 0 })
        writeFileSync(file, text.replace('"revision": ', '"revision": 1'))
        expect(judged(file, sample)).toMatchObject({ exit: 1 })
      }
      expect(await proofOf(sample, 19)).toMatchObject({ left: { _tag: 'NoSuchEvent' } })
    }))

  test('is not given of an event that is not what was noted', () =>
    signed(async (sample) => {
      const log = altered(sample.log, (events) =>
        events.map((event) => (event.position === 5 ? changed(event, { data: 0 }) : event)),
      )
      expect(await proofOf({ ...sample, log }, 5)).toMatchObject({
        left: { _tag: 'EventDiffers', position: 5 },
      })
      expect(E.isRight(await proofOf({ ...sample, log }, 8))).toBe(true)
    }))

  test('that a log has only grown is believed by the verifier', () =>
    signed(async (sample) => {
      const { file, folder, keys, note } = sample
      const older = await anchorOf(file, 4)
      const proof = right(
        await withNoted(file, async (all) => consistencyOf(all, [older.note, note], keys)),
      )
      const place = join(folder, 'growth.json')
      writeFileSync(place, proofText(proof))
      expect(judged(place, sample)).toMatchObject({ exit: 0 })
      writeFileSync(place, proofText({ ...proof, path: proof.path.slice(1) }))
      expect(judged(place, sample)).toMatchObject({ exit: 1 })
    }))
})

describe('a note', () => {
  test('anchors what was noted: then a shorter notary and another one are found', () =>
    signed(async ({ folder, file, log, note, keys }) => {
      const notes = [note]
      const sound = await verified(file, log, { notes, keys })
      expect(sound).toMatchObject({ findings: [], notChecked: [{ _tag: 'BeforeNoting' }] })
      const shorter = join(folder, 'shorter.db')
      const cut = altered(log, (events) => events.slice(0, 6))
      const { deskId } = sound
      await noted(shorter, cut, { desk: deskId })
      expect((await verified(shorter, cut, { notes, keys })).findings).toMatchObject([
        { _tag: 'LogTruncated', treeSize: 9, by: 'note' },
      ])
      const other = join(folder, 'other.db')
      const forged = altered(log, (events) =>
        events.map((event) => (event.position === 5 ? changed(event, { data: 0 }) : event)),
      )
      await noted(other, forged, { desk: deskId })
      expect((await verified(other, forged, { notes, keys })).findings).toMatchObject([
        { _tag: 'LogRewritten', treeSize: 9, by: 'note' },
      ])
      const refused = verified(file, log, { notes, keys: [keyFor(deskId, 2)] })
      await expect(refused).rejects.toMatchObject({ cause: { _tag: 'NoteRefused' } })
    }))

  test('is kept if it is true of what was noted, and newer than those before', () =>
    signed(async ({ file, log, note, keys }) => {
      const older = await anchorOf(file, 4)
      expect(keepNote(file, note, keys)).toMatchObject({ _tag: 'Right' })
      expect(keepNote(file, older.note, keys)).toMatchObject({
        left: { _tag: 'NotNewer', treeSize: 4 },
      })
      expect(keepNote(`${file}-none`, note, keys)).toMatchObject({ left: { _tag: 'NoNotary' } })
      const { findings, signatories } = await verified(file, log, { keys })
      expect({ findings, signatories }).toMatchObject({
        findings: [],
        signatories: [{ known: 'given', checkpoints: 1, treeSize: 9 }],
      })
      const other = `${file}-other`
      const forged = altered(log, (events) => events.slice(3))
      await noted(other, forged, { desk: (await verified(file, log)).deskId })
      expect(keepNote(other, note, keys)).toMatchObject({ left: { _tag: 'OtherHistory' } })
    }))
})
