/**
 * The five questions of the tour, answered by the desk.
 */
import { ProblemError, problemOf, type ReadingDesk } from '@deskledger/desk'
import type { Row } from '../output/table.ts'

export interface TourAnswer {
  readonly name: string
  readonly asks: string
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<Row>
  /** How many rows are left out. */
  readonly more: number
}

const year = { from: Date.UTC(2025, 0, 1), to: Date.UTC(2026, 0, 1) }

/** Name and parameters. */
export const toured = [
  ['Q16', year],
  ['Q17', {}],
  ['Q28', {}],
  ['Q34', year],
  ['Q39', {}],
] as const

const mostRows = 5

export const tourQuestions = (desk: ReadingDesk): Promise<ReadonlyArray<TourAnswer>> =>
  Promise.all(
    toured.map(async ([name, params]) => {
      const answer = await desk.ask(name as never, params as never)
      if (!answer.ok) throw new ProblemError(problemOf(answer.error))
      const question = desk.questions.get(name)
      const rows = answer.rows as ReadonlyArray<Row>
      return {
        name,
        asks: question?.asks ?? name,
        columns: Object.keys(question?.columns ?? {}),
        rows: rows.slice(0, mostRows),
        more: Math.max(0, rows.length - mostRows),
      }
    }),
  )
