/** The read models that are measured, by hand. */
import type Database from 'better-sqlite3'
import type { ModelName } from '../model/index.ts'
import { one } from './one.ts'
import { six } from './six.ts'
import type { Fold } from './told.ts'

export type { Fold, Told } from './told.ts'

/** Makes the tables of a model, and gives what writes an event into them. */
export const byHand: Readonly<Record<ModelName, (db: Database.Database) => Fold>> = { one, six }
