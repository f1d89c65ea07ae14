/**
 * Works at a desk that is awake: places and pays parcels, several at a time, until it is killed or
 * done. Policies ship them meanwhile, and the read models follow.
 */
import { openDesk } from '@deskledger/desk'
import { parcels } from '../house/parcels.ts'
import { wishes } from '../house/wishes.ts'
import { say } from '../log/said.ts'
import { told } from './opened.ts'

export interface ClerkTask {
  readonly folder: string
  readonly by: string
  readonly parcels: number
}

const { folder, by, parcels: wanted } = told<ClerkTask>()
const desk = await openDesk({ folder, modules: [parcels] })
const clerk = desk.as({ kind: 'agent', id: by })
let next = 0
say('ready')

const work = async (): Promise<void> => {
  while (next < wanted)
    for (const { id, commandId, command } of wishes(by, next++)) {
      say('sends', by, id)
      const answer = await clerk.send(command, { commandId })
      say(answer.ok ? 'acked' : 'failed', by, id, answer.ok ? 0 : answer.error._tag)
    }
}
await Promise.all(Array.from({ length: 6 }, work))
await desk.settled()
await desk.close()
say('done')
