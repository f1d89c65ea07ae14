/**
 * Catching up with the projection under test.
 */
import { merged, type Fact } from '@deskledger/kernel'
import { projection } from '@deskledger/projection'
import { right, storeIn } from '../adapters/ours.ts'
import { events } from '../facts/events.ts'
import { models } from '../model/index.ts'
import type { CatchUp } from './task.ts'

export const catchUp: CatchUp = async ({ log, views, model }) => {
  const store = storeIn(log)
  const following = projection({
    file: views,
    store,
    registry: merged<Fact>(events),
    projectors: [models[model]],
  })
  const { position } = right(await following.catchUp()())
  await following.close()
  right(await store.close()())
  return position
}
