/**
 * What everybody has in hand, after each event of the log.
 */
import { enter, inHand, type Floor } from './floor.ts'
import type { History } from './history.ts'

export interface Burden {
  /** Positions at which somebody had more in hand than they can hold. */
  readonly above: ReadonlyArray<number>
  /** Positions at which something was put down that was not in hand, or weighed otherwise. */
  readonly strays: ReadonlyArray<number>
  /** How often somebody came to have in hand all that they can hold. */
  readonly full: number
}

export const burdenIn = (history: History): Burden => {
  const floor: Floor = new Map()
  const above: Array<number> = []
  const strays: Array<number> = []
  let full = 0
  for (const event of history) {
    const { type, data, position } = event
    const before = type === 'WorkReleased' ? floor.get(data.agentId)?.held.get(data.workId) : 0
    if (type === 'WorkReleased' && before !== data.weight) strays.push(position)
    enter(floor, event)
    if (type !== 'WorkReserved' && type !== 'CapacitySet') continue
    const person = floor.get(data.agentId)
    if (person === undefined) continue
    const free = person.units - inHand(person)
    if (free < 0) above.push(position)
    if (free === 0) full += 1
  }
  return { above, strays, full }
}
