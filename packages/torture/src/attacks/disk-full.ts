/**
 * A disk that is full, again and again.
 */
import { join } from 'node:path'
import type { Attack, Counts, Trial } from '../attack.ts'
import type { CrampedTask } from '../actors/cramped.ts'
import { examine } from '../log/examine.ts'
import { ackedIn, failedIn, sentIn } from '../log/said.ts'
import { actor } from '../machine/actor.ts'
import { inFolder } from '../machine/folder.ts'

const run = ({ chance, isShort }: Trial): Promise<Counts> =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    const rooms = Array.from({ length: isShort ? 20 : 200 }, () => 1 + chance.below(40))
    const task: CrampedTask = { file, rooms }
    const cramped = actor('cramped', task, { said: join(folder, 'said') })
    const ended = await cramped.ended
    const lines = cramped.lines()
    const failed = failedIn(lines)
    const finding = await examine(file, { acked: ackedIn(lines), again: sentIn(lines) })
    const broken = [
      ...finding.broken,
      ...(ended === 0 ? [] : [`the writer ended with ${ended}`]),
      ...failed
        .filter(({ reason }) => reason !== 'StoreFull')
        .map(({ reason }) => `a writer was told ${reason}`),
      ...lines.filter((line) => line.startsWith('cannot-read')),
    ]
    return { runs: 1, injected: failed.length, ...finding, broken }
  })

export const diskFull: ReadonlyArray<Attack> = [
  {
    name: 'disk-full',
    about: 'The disk is full again and again: writers are told, readers go on, room mends it.',
    needs: 'nothing',
    expects: 'nothing lost',
    run,
  },
]
