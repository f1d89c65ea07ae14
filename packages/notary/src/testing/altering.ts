/**
 * Notes that were noted, and then altered in some way.
 */
import { join } from 'node:path'
import type { StoredEvent } from '@deskledger/event-store'
import { altered, changed, type Alteration } from './altered.ts'
import { inFolder, memoryLog, noted, notes, tell, verified } from './logs.ts'

/** What is found in a log of notes that was noted whole, and then altered. */
export const foundAfter = (alter: Alteration, n = 9) =>
  inFolder(async (folder) => {
    const [store, file] = [memoryLog(), join(folder, 'notary.db')]
    await tell(store, notes(n))
    await noted(file, store)
    return (await verified(file, altered(store, alter))).findings
  })

export const at =
  (position: number, otherwise: (event: StoredEvent) => Partial<StoredEvent>): Alteration =>
  (events) =>
    events.map((event) => (event.position === position ? changed(event, otherwise(event)) : event))

export const without =
  (...positions: ReadonlyArray<number>): Alteration =>
  (events) =>
    events.filter(({ position }) => !positions.includes(position))
