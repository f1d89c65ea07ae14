import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { child } from './testing/child.ts'
import { inFolder, opened } from './testing/disk.ts'
import { clock, recorded, upTo } from './testing/notes.ts'

/** The limit on the size of files is set by a tool of Linux. */
const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0
const where = canLimit ? test : test.skip

interface Said {
  readonly written: number
  readonly first: unknown
  readonly heard: unknown
  readonly meanwhile: unknown
  readonly again: unknown
  readonly next: unknown
}

where(
  'a commit that the disk fails is not acknowledged, and is safe to try again (needs prlimit)',
  () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const cramped = child('cramped', file, 400_000)
      const said = JSON.parse(await cramped.says('{').then((rest) => `{${rest}`)) as Said
      expect(await cramped.ended).toBe(0)
      expect(said.written).toBeGreaterThan(10)
      expect(said.first).toMatchObject({ left: { _tag: 'OutcomeUnknown' } })
      expect(said.heard).toMatchObject({ right: { _tag: 'None' } })
      expect(said.meanwhile).toMatchObject({ _tag: 'Left' })
      expect(said.again).toMatchObject({
        right: { firstRevision: said.written, lastPosition: said.written + 1, repeated: false },
      })
      expect(said.next).toMatchObject({ right: { lastPosition: said.written + 2 } })

      const store = opened({ file, clock })
      const events = await recorded(store)
      expect(events.map(({ commandId }) => commandId)).toEqual([
        ...upTo(said.written + 1).map((n) => `note-${n}`),
        'next',
      ])
      expect(events.map(({ position }) => position)).toEqual(upTo(events.length).map((n) => n + 1))
      await store.close()()
    }),
)
