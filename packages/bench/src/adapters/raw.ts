/**
 * The yardstick: a log written by hand on better-sqlite3, synchronous, as good as it gets.
 *
 * WAL, synchronous FULL, checkpoints every 4,000 pages and 16 MB of cache, as the log under test;
 * integer ids of streams and types; UNIQUE(stream, version); statements prepared once. It keeps what
 * any such log must keep of an event: type, time, data as JSON, and a small JSON of who did it and
 * by which command. It checks the expected version in the transaction that writes. It does not know
 * a command that comes twice, whom an event concerns, or commits, and checks no data by a codec.
 */
import { isRight } from 'fp-ts/lib/Either.js'
import { decide, evolve, initial, type State } from '../facts/decider.ts'
import type { Event } from '../facts/events.ts'
import { actor, clock, newCommandId } from '../facts/ids.ts'
import { escalation, streamOf, type Wish } from '../facts/made.ts'
import type { Batch, Log, LogSettings } from './log.ts'
import { idsIn, openRaw, typesIn } from './raw-file.ts'

type StreamRow = readonly [version: number, type: number, data: string]
type Row = readonly [position: number, type: number, data: string]

const allOfStream = 'SELECT version, type, data FROM events WHERE stream = ? ORDER BY version'
const lastVersion = 'SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1'
const nextPage =
  'SELECT position, type, data FROM events WHERE position > ? ORDER BY position LIMIT 1000'
const newEvent =
  'INSERT INTO events(stream, version, type, at, data, meta) VALUES (?, ?, ?, ?, ?, ?)'

export const open = ({ folder }: LogSettings): Log => {
  const db = openRaw(folder)
  const streamId = idsIn(db, 'streams')
  const typeId = idsIn(db, 'types')
  const typeOf = typesIn(db)
  const ofStream = db.prepare<[number], StreamRow>(allOfStream).raw()
  const versionOf = db.prepare<[number], number>(lastVersion).pluck()
  const page = db.prepare<[number], Row>(nextPage).raw()
  const insert = db.prepare(newEvent)

  const write = (stream: number, after: number, events: ReadonlyArray<Event>): void => {
    const meta = JSON.stringify({ actor, commandId: newCommandId() })
    const now = clock()
    let version = after
    for (const { type, data } of events) {
      version += 1
      insert.run(stream, version, typeId(type), now, JSON.stringify(data), meta)
    }
  }

  const load = (stream: number): { readonly state: State; readonly version: number } => {
    let state = initial
    let version = -1
    for (const [at, type, data] of ofStream.all(stream)) {
      state = evolve(state, { type: typeOf(type), data: JSON.parse(data) })
      version = at
    }
    return { state, version }
  }

  /** What is decided on a state: the events, oldest first. */
  const decided = (wish: Wish, state: State): ReadonlyArray<Event> => {
    const decision = decide({ ...wish, at: clock(), actor, facts: {} }, state)
    if (isRight(decision)) return decision.right
    throw new Error(decision.left._tag)
  }

  const obey = (wish: Wish): void => {
    const stream = streamId(streamOf(wish.data))
    const { state, version } = load(stream)
    const events = decided(wish, state)
    if (events.length === 0) throw new Error('nothing was to be done')
    write(stream, version, events)
  }

  const append = ({ stream: name, version, events }: Batch): void => {
    const stream = streamId(name)
    const actual = versionOf.get(stream) ?? -1
    if (actual !== version) throw new Error(`${name} is at ${actual}, not at ${version}`)
    write(stream, version, events)
  }

  const replay: Log['replay'] = (each) => {
    let rows = page.all(0)
    while (rows.length > 0) {
      for (const [, type, data] of rows) each(typeOf(type), JSON.parse(data))
      rows = page.all(rows.at(-1)?.[0] ?? Infinity)
    }
  }

  return {
    obey: db.transaction(obey).immediate,
    append: db.transaction(append).immediate,
    load: (request) => {
      const wish = escalation(request)
      const { state } = load(streamId(streamOf(wish.data)))
      if (decided(wish, state).length > 0) throw new Error('it is not escalated')
    },
    replay,
    close: () => {
      db.close()
    },
  }
}
