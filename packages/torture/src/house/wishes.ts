/**
 * What clerks send. The number of a wish tells everything of it, so that it can be sent again.
 */
import { uuidOf } from '@deskledger/event-store'

/** Parcel `n` of a clerk is placed by wish 2n and paid by wish 2n + 1. */
export const wishes = (by: string, n: number) => [wish(by, 2 * n), wish(by, 2 * n + 1)]

export const wish = (by: string, id: number) => {
  const parcelId = uuidOf(`parcel/${by}/${Math.floor(id / 2)}`)
  const type: 'PlaceParcel' | 'PayParcel' = id % 2 === 0 ? 'PlaceParcel' : 'PayParcel'
  return { id, commandId: uuidOf(`wish/${by}/${id}`), command: { type, data: { parcelId } } }
}
