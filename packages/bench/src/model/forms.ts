/**
 * The forms of tables over the events that are measured.
 */
import { readModel, type ReadModel } from '@deskledger/projection'
import type { Event } from '../facts/events.ts'

export const { table, tally, log, tallyOf, logOf }: ReadModel<Event> = readModel<Event>()
