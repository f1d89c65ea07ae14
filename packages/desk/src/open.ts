/**
 * Opening a desk: `const desk = await openDesk({ folder: 'my-desk' })`.
 *
 * One folder, made if it is not there; no server to run. Any number of processes may open the same
 * desk; one of them builds the read models and lets the policies react.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { v7 } from 'uuid'
import { projection, type Projection } from '@deskledger/projection'
import { assemble } from './assembly.ts'
import { instants, machineClock } from './clock.ts'
import { logFile, prepareFolder, viewsFile } from './folder.ts'
import { openKeys } from './keys.ts'
import type { Module } from './module.ts'
import type { ModelsOver } from './parts.ts'
import { ProblemError, problemOf } from './problem.ts'
import { viewsIn } from './reading.ts'
import { loadApi } from './telemetry.ts'
import type { Desk, DeskSettings, OpenDeskError } from './settings.ts'

/** The desk in `folder`, for those who use fp-ts. */
export const openDeskTask =
  <const Modules extends ReadonlyArray<Module> = readonly []>(
    settings: DeskSettings<Modules>,
  ): TaskEither<OpenDeskError, Desk<Modules>> =>
  async () => {
    const { folder, ids = v7, durability = 'full' } = settings
    const clock = settings.clock === undefined ? machineClock : instants(settings.clock)
    const prepared = prepareFolder(folder)
    if (E.isLeft(prepared)) return prepared
    const store = sqliteEventStore({ file: logFile(folder), clock, durability })
    if (E.isLeft(store)) return store
    const { masterKey } = settings
    const vault = await openKeys({ folder, store: store.right, clock, masterKey })()
    if (E.isLeft(vault)) {
      await store.right.close()()
      return vault
    }
    const log = store.right
    const api = await loadApi()
    const { views, closeViews } = viewsIn(folder)
    const parts = { ...settings, clock, ids, vault: vault.right, log, id: log.deskId, views, api }
    const file = viewsFile(folder)
    const models = (over: ModelsOver): Projection => projection({ ...over, file })
    return E.right(assemble({ ...parts, models, close: async () => closeViews() }))
  }

/** The desk in `folder`. Rejects with a `ProblemError` that says what, where, why and how to mend it. */
export const openDesk = async <const Modules extends ReadonlyArray<Module> = readonly []>(
  settings: DeskSettings<Modules>,
): Promise<Desk<Modules>> => {
  const opened = await openDeskTask(settings)()
  if (E.isLeft(opened)) throw new ProblemError(problemOf(opened.left))
  return opened.right
}
