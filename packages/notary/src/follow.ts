/**
 * Following a log: what was noted is held against it, then it is read on from there, and on as events
 * are recorded.
 *
 * Read are always whole appends, by reading on behind the last event that was noted. A subscription
 * serves as a bell only: it may show a part of an append before the rest of it.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { toStoreError, type StoredEvent } from '@deskledger/event-store'
import { fingerprintOn, gatherer, goesOn } from './appends.ts'
import { codeOf, toUnusable, type NoteError } from './errors.ts'
import type { Noted, NotedEvent, Tip } from './noted.ts'
import { compared, differs, type ResumeSettings } from './resuming.ts'
import { openSession, type Session, type SessionSettings } from './session.ts'
import type { Fetched } from './writing.ts'

export interface FollowSettings extends ResumeSettings, Pick<SessionSettings, 'desk' | 'clock'> {
  /** `once`: up to the end of the log as it is; `on`, unless told: until the signal aborts. */
  readonly until?: 'once' | 'on'
  /** For how long one who says nothing is believed to be alive; 10,000 milliseconds unless told. */
  readonly leaseMs?: number
  /** How many events are noted in one transaction, or a few more; 5,000 unless told. */
  readonly batch?: number
  /** Hears of each batch that was noted. */
  readonly onNoted?: (tip: Tip) => void
}

/** Where the notary stands when it ends. */
export const follow =
  (settings: FollowSettings): TaskEither<NoteError, Tip> =>
  async () => {
    const { leaseMs = 10_000 } = settings
    const opened = openSession({ ...settings, leaseMs })
    if (E.isLeft(opened)) return opened
    const session = opened.right
    const renewing = setInterval(session.renew, leaseMs / 3)
    try {
      return await work(settings, session)
    } catch (thrown) {
      const isOwn = codeOf(thrown) !== ''
      return E.left(isOwn ? toUnusable(settings.file, thrown) : toStoreError(thrown))
    } finally {
      clearInterval(renewing)
      session.close()
    }
  }

const work = async (
  settings: FollowSettings,
  session: Session,
): Promise<E.Either<NoteError, Tip>> => {
  const { signal, until = 'on' } = settings
  const sound = await compared(settings, session.noted())
  if (E.isLeft(sound)) return sound
  const isWanted = (): boolean => signal?.aborted !== true
  let [last, through] = [sound.right, session.noted().tip().place]
  while (isWanted()) {
    const read = await readOn({ settings, session, last, after: through })
    if (E.isLeft(read)) return read
    ;({ last, through } = read.right)
    if (until === 'once' || !isWanted()) break
    await rung(settings, through)
  }
  return E.right(session.noted().tip())
}

/** Resolves when something stands behind `after`, or nobody wants more. Rejects with a `StoreError`. */
const rung = async ({ store, signal }: FollowSettings, after: number): Promise<void> => {
  for await (const _ of store.subscribe({ after }, signal === undefined ? {} : { signal })) return
}

// ------------------------------------------------------------------------------------------------
// noting
// ------------------------------------------------------------------------------------------------

interface Place {
  /** The last event that was read. */
  readonly last: StoredEvent | undefined
  /** All up to this place of the log was looked at. */
  readonly through: number
}

interface ReadingOn {
  readonly settings: FollowSettings
  readonly session: Session
  readonly last: StoredEvent | undefined
  readonly after: number
}

/** Notes all appends behind `after`. */
const readOn = async (reading: ReadingOn): Promise<E.Either<NoteError, Place>> => {
  const { settings, session, after } = reading
  const { store, signal, batch = 5_000, onNoted } = settings
  const fingerprintOf = fingerprintOn(store)
  const appends = gatherer()
  let { last, through } = { last: reading.last, through: after }
  let waiting: Array<Fetched> = []
  let count = 0

  const put = async (whole: ReadonlyArray<StoredEvent> | undefined): Promise<void> => {
    const [first] = whole ?? []
    if (whole === undefined || first === undefined) return
    waiting.push({ events: whole, fingerprint: await fingerprintOf(first) })
    count += whole.length
  }
  const noted = (): E.Either<NoteError, void> => {
    if (waiting.length === 0) return E.right(undefined)
    const done = session.note(waiting)
    if (E.isLeft(done)) return repeated(done.left, waiting, session.noted())
    onNoted?.(done.right)
    waiting = []
    count = 0
    return E.right(undefined)
  }

  for await (const page of store.readAll({ after })) {
    for (const event of page.events) {
      if (last === reading.last && last !== undefined && goesOn(last, event))
        return differs({ _tag: 'AppendGrown', place: event.position })
      last = event
      await put(appends.take(event))
    }
    through = page.through
    if (count >= batch) {
      const done = noted()
      if (E.isLeft(done)) return done
    }
    if (signal?.aborted === true) break
  }
  if (signal?.aborted !== true) await put(appends.rest())
  const done = noted()
  return E.isLeft(done) ? done : E.right({ last, through })
}

/** A stream's revision stands twice in the log: what was noted of it has come again. */
const repeated = (
  error: NoteError,
  appends: ReadonlyArray<Fetched>,
  noted: Noted,
): E.Either<NoteError, never> => {
  if (error._tag !== 'NotaryUnusable' || !error.code.startsWith('SQLITE_CONSTRAINT'))
    return E.left(error)
  const findings = appends
    .flatMap(({ events }) => events)
    .flatMap(({ stream, revision, position: to }) => {
      const known = noted.find(stream, revision)
      return known === undefined ? [] : [{ ...moved(known), to }]
    })
  return findings.length === 0 ? E.left(error) : differs(...findings)
}

const moved = ({ position, place }: NotedEvent) =>
  ({ _tag: 'EventMoved', position, throughPosition: position, place }) as const
