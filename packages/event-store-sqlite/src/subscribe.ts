/**
 * Following the log: woken by commits of this process at once, and looking every 100 ms for those of
 * others, by a counter that SQLite keeps in memory.
 */
import { follow, type EventStore, type Waking } from '@deskledger/event-store'
import type { Reader } from './read.ts'

const lookEveryMs = 100

export const subscriber =
  (reader: Reader, waking: Waking, isOpen: () => boolean): EventStore['subscribe'] =>
  (from = {}, { signal } = {}) =>
    follow({ ...reader, isOpen, waking, lookEveryMs }, from, signal)
