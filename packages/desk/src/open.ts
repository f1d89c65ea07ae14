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
import { assemble } from './assembly.ts'
import { instants, machineClock } from './clock.ts'
import { logFile, prepareFolder } from './folder.ts'
import { openKeys } from './keys.ts'
import type { Module } from './module.ts'
import { ProblemError, problemOf } from './problem.ts'
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
    if (E.isRight(vault))
      return E.right(assemble({ ...settings, clock, ids, vault: vault.right, log: store.right }))
    await store.right.close()()
    return vault
  }

/** The desk in `folder`. Rejects with a `ProblemError` that says what, where, why and how to mend it. */
export const openDesk = async <const Modules extends ReadonlyArray<Module> = readonly []>(
  settings: DeskSettings<Modules>,
): Promise<Desk<Modules>> => {
  const opened = await openDeskTask(settings)()
  if (E.isLeft(opened)) throw new ProblemError(problemOf(opened.left))
  return opened.right
}
