/**
 * Works at a desk that is awake: tells of customers, and erases every third one, until it is killed.
 */
import { openDesk } from '@deskledger/desk'
import { eraseOne, tellOf } from '../house/customers.ts'
import { say } from '../log/said.ts'
import { told } from './opened.ts'

export interface EraserTask {
  readonly folder: string
  /** The number of the first customer. */
  readonly from: number
  readonly customers: number
}

const { folder, from, customers } = told<EraserTask>()
const desk = await openDesk({ folder })
let next = from
say('ready')

const work = async (): Promise<void> => {
  while (next < from + customers) {
    const n = next++
    say('telling', n)
    say((await tellOf(desk, n)) ? 'told' : 'refused', n)
    if (n % 3 !== 0) continue
    say('erasing', n)
    const why = await eraseOne(desk, n)
    say(why === undefined ? 'erased' : `kept ${why}`, n)
  }
}
await Promise.all([work(), work(), work()])
await desk.close()
say('done')
