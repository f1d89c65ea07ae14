/**
 * Catching up by hand, from the log under test with its decoding: what the projection's own work
 * costs, without what the reading does.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { decodeRecorded } from '@deskledger/event-store'
import { right, storeIn } from '../adapters/ours.ts'
import { events } from '../facts/events.ts'
import type { Told } from '../by-hand/index.ts'
import { viewsByHand } from './by-hand.ts'
import type { CatchUp } from './task.ts'

export const catchUp: CatchUp = async (task) => {
  const store = storeIn(task.log)
  const decode = decodeRecorded(events)
  const views = viewsByHand(task)
  let folded = 0
  for await (const page of store.readAll()) {
    const told: Array<Told> = []
    for (const stored of page.events) {
      const decoded = decode(stored)
      if (isLeft(decoded)) throw new Error(`position ${decoded.left.position} cannot be read`)
      told.push(decoded.right)
    }
    views.write(told, page.through)
    folded += told.length
  }
  views.close()
  right(await store.close()())
  return folded
}
