import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { chainOf, eventHasher } from '@deskledger/event-store/integrity'
import { withNoted } from '../index.ts'
import { loggedOf } from '../spelling.ts'
import { altered, changed } from '../testing/altered.ts'
import { inFolder, memoryLog, noted, right, tell, verified } from '../testing/logs.ts'

test('a notary whose owner lets time fall is found, though every hash of it comes out', () =>
  inFolder(async (folder) => {
    const [store, file] = [memoryLog(), join(folder, 'notary.db')]
    await tell(store, [
      { request: 1, data: [1] },
      { request: 2, data: [2] },
    ])
    const log = altered(store, (events) =>
      events.map((event) =>
        changed(event, { recordedAt: (1_000 - 100 * event.position) as Instant }),
      ),
    )
    const { recordedAt } = await noted(file, log)
    expect(recordedAt).toBe(900)
    expect((await verified(file, log)).findings).toEqual([])

    const [deskId, before] = right(
      await withNoted(file, async (all) => E.right([all.deskId, all.chainOfCommit(1)] as const)),
    )
    let leaf = ''
    for await (const { events } of log.readAll({ after: 1 }))
      for (const event of events) {
        const standing = { position: 2, index: 0, recordedAt: 800, fingerprint: 'f1' }
        leaf = eventHasher(deskId)(loggedOf(event, standing))
      }
    const commit = { commitNo: 2, firstPosition: 2, lastPosition: 2, recordedAt: 800 }
    const chain = chainOf(before, { ...commit, eventsRoot: leaf })
    const db = new Database(file)
    for (const table of ['events', 'commits']) db.exec(`DROP TRIGGER ${table}_no_update`)
    db.prepare('UPDATE events SET leaf = unhex(?) WHERE position = 2').run(leaf)
    db.prepare(
      `UPDATE commits SET recorded_at = 800, events_root = unhex(?), chain = unhex(?)
       WHERE commit_no = 2`,
    ).run(leaf, chain)
    db.close()
    const { findings } = await verified(file, log)
    expect(findings.filter(({ _tag }) => _tag !== 'NotarySchemaAltered')).toEqual([
      { _tag: 'NotedAltered', commit: 2, part: 'commit' },
    ])
  }))
