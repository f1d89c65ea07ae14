/**
 * Catching up by hand, from the log that is written by hand: pages of 1,000 rows, parsed and trusted.
 */
import { openRaw, typesIn } from '../adapters/raw-file.ts'
import type { Told } from '../by-hand/index.ts'
import { viewsByHand } from './by-hand.ts'
import type { CatchUp } from './task.ts'

type Row = readonly [position: number, type: number, data: string]

const nextPage =
  'SELECT position, type, data FROM events WHERE position > ? ORDER BY position LIMIT 1000'

export const catchUp: CatchUp = (task) => {
  const log = openRaw(task.log)
  const typeOf = typesIn(log)
  const page = log.prepare<[number], Row>(nextPage).raw()
  const views = viewsByHand(task)

  const told = ([position, id, text]: Row): Told => {
    const data = JSON.parse(text)
    return { type: typeOf(id), data, position, occurredAt: data.at }
  }

  let folded = 0
  for (let after = 0; ;) {
    const rows = page.all(after)
    const last = rows.at(-1)
    if (last === undefined) break
    after = last[0]
    views.write(rows.map(told), after)
    folded += rows.length
  }
  views.close()
  log.close()
  return folded
}
