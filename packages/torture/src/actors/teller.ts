/**
 * Tells a desk of customers, whose personal data is sealed, one after the other.
 */
import { openDesk } from '@deskledger/desk'
import { tellOf } from '../house/customers.ts'
import { say } from '../log/said.ts'
import { told } from './opened.ts'

export interface TellerTask {
  readonly folder: string
  readonly customers: number
}

const { folder, customers } = told<TellerTask>()
const desk = await openDesk({ folder, mode: 'still' })
say('ready')
for (let n = 0; n < customers; n += 1) say((await tellOf(desk, n)) ? 'told' : 'refused', n)
await desk.close()
say('done')
