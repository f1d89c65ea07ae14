/**
 * What read models tell, table by table.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import {
  fingerprintOf,
  openViews,
  projection,
  type AnyTable,
  type Checkpoint,
  type Digests,
  type Projection,
} from '@deskledger/projection'
import type { ModelsOver } from '../parts.ts'
import { orThrow } from '../problem.ts'
import type { TableFacts } from './settings.ts'

export const tablesOf = ({ projectors }: ModelsOver): ReadonlyArray<AnyTable> =>
  projectors.flatMap(({ tables }) => tables)

export const factsOf = (digests: Digests): ReadonlyArray<TableFacts> =>
  Object.entries(digests).map(([table, { rows, facts }]) => ({ table, rows, facts }))

/** One that is ahead of its log is of an earlier one, and is built anew. */
export const broughtLevel = async (models: Projection, { store }: ModelsOver): Promise<void> => {
  try {
    const { position } = orThrow(await models.checkpoint()())
    if (position > orThrow(await store.head()())) orThrow(await models.rebuild()())
    else orThrow(await models.catchUp()())
  } finally {
    await models.close()
  }
}

/** Of a file that is made, or brought level. */
export const factsInFile = async (
  file: string,
  over: ModelsOver,
): Promise<ReadonlyArray<TableFacts>> => {
  await broughtLevel(projection({ ...over, file }), over)
  const views = orThrow(openViews(file))
  try {
    return factsOf(orThrow(views.digest(tablesOf(over))))
  } finally {
    views.close()
  }
}

/** Whether it holds everything the log tells, and was made by these projectors. */
export const isLevel = async (
  { position, fingerprint }: Checkpoint,
  { store, projectors, log }: ModelsOver,
): Promise<boolean> =>
  position === orThrow(await store.head()()) && fingerprint === fingerprintOf(projectors, log)

/** Of a file as it is, if it is level with its log and was made by these projectors. */
export const factsAsTheyAre = async (
  file: string,
  over: ModelsOver,
): Promise<ReadonlyArray<TableFacts> | undefined> => {
  const views = openViews(file)
  if (E.isLeft(views)) return undefined
  try {
    const isGood = await isLevel(orThrow(views.right.checkpoint()), over)
    return isGood ? factsOf(orThrow(views.right.digest(tablesOf(over)))) : undefined
  } finally {
    views.right.close()
  }
}

/** Of a file that is made for this and removed. */
export const factsAnew = async (over: ModelsOver): Promise<ReadonlyArray<TableFacts>> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-migrate-'))
  try {
    return await factsInFile(join(folder, 'views.db'), over)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
