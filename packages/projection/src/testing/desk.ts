/**
 * A folder, a log and a read model of the service desk, for specs that are about files.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { Instant, merged, type CommandId, type Fact, type Registry } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { anyRevision, type EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { projection, type Projection } from '../projection.ts'
import type { ProjectionSettings } from '../settings.ts'
import { events, serviceDesk } from '../service-desk.samples.ts'

export const registry: Registry<Fact> = merged(events)

export interface Desk {
  readonly folder: string
  /** The read model's file. */
  readonly file: string
  readonly store: EventStore
  /** A projection of the service desk unless told; closed with the desk. */
  readonly project: (settings?: Partial<ProjectionSettings>) => Projection
}

/** Runs `work` in a folder that is removed whatever happens. */
export const atDesk = async (
  work: (desk: Desk) => Promise<void>,
  store: EventStore = memoryEventStore({ clock: () => at(0), pageSize: 10 }),
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-views-'))
  const file = join(folder, 'views.db')
  const open: Array<Projection> = []
  const project: Desk['project'] = (settings) => {
    const next = projection({
      file,
      store,
      registry,
      projectors: [serviceDesk],
      isStrict: true,
      ...settings,
    })
    open.push(next)
    return next
  }
  try {
    await work({ folder, file, store, project })
  } finally {
    for (const each of open) await each.close()
    await store.close()()
    rmSync(folder, { recursive: true, force: true })
  }
}

let told = 0

/** Records facts, one append each, and gives the position of the last. */
export const tell = async (store: EventStore, ...facts: ReadonlyArray<Fact>): Promise<number> => {
  let position = 0
  for (const { type, data } of facts) {
    told += 1
    const { requestId = id(99), at: happened } = Object(data) as Readonly<Record<string, unknown>>
    const occurredAt = Instant.is(happened) ? happened : at(0)
    const appended = await store.append({
      stream: `request-${String(requestId)}`,
      expected: anyRevision,
      events: [{ type, schemaVersion: 1, data, occurredAt, concerns: [] }],
      commandId: id<CommandId>(50_000 + told),
      fingerprint: 'as it is',
      actor: { kind: 'agent', id: 'clerk' },
    })()
    if (E.isLeft(appended)) throw new Error(appended.left._tag)
    position = appended.right.lastPosition
  }
  return position
}

/** The value, or an Error that names why there is none. */
export const done = async <Error, A>(task: TaskEither<Error, A>): Promise<A> => {
  const answer = await task()
  if (E.isRight(answer)) return answer.right
  throw Object.assign(new Error(`failed: ${JSON.stringify(answer.left)}`), { cause: answer.left })
}

/** Why there is no value. */
export const failure = async <Error, A>(task: TaskEither<Error, A>): Promise<Error> => {
  const answer = await task()
  if (E.isLeft(answer)) return answer.left
  throw new Error('it did not fail')
}
