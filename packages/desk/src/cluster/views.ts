/**
 * Read models in Postgres as a desk reads them.
 */
import type { DeskViews } from '../desk-views.ts'
import type { PostgresViews } from '@deskledger/projection/postgres'

/** Whoever made the connections closes them. */
export const viewsOn = ({ db, query, answer, checkpoint }: PostgresViews<unknown>): DeskViews => ({
  db,
  query: (sql, params) => query(sql, params)(),
  answer: (question, params) => answer(question, params)(),
  checkpoint: () => checkpoint()(),
  close: () => undefined,
})
