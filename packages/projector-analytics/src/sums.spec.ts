import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { afterLog, type Log } from './given.samples.ts'
import { anyHonestLog } from './honest.samples.ts'
import { assessment, assessmentScore, interaction, sale, saleLine } from './index.ts'

const law = (statement: string, check: (log: Log) => void) =>
  test(statement, () => fc.assert(fc.property(anyHonestLog, check), { numRuns: 60 }))

const sum = (all: ReadonlyArray<number>): number => all.reduce((total, each) => total + each, 0)

describe('in any log', () => {
  law('the lines of a sale add up to what was quoted and ordered', (log) => {
    const { rows } = afterLog(log)
    const lines = rows(saleLine)
    for (const { qty, unit_price, covered, amount } of lines)
      expect(amount).toBe(covered === 1 ? 0 : qty * unit_price)
    for (const { sale_id, status, quoted_total, ordered_total } of rows(sale)) {
      const total = sum(lines.filter((line) => line.sale_id === sale_id).map((line) => line.amount))
      if (status === 'quoted' || status === 'accepted') expect(total).toBe(quoted_total)
      if (status === 'ordered' || status === 'cancelled') expect(total).toBe(ordered_total)
    }
  })

  law('the scores of an assessment are those that were given, and make its overall mark', (log) => {
    const { rows } = afterLog(log)
    const scores = rows(assessmentScore)
    const given = log.flatMap((e) => (e.type === 'SatisfactionScored' ? e.data.scores : []))
    expect(scores).toHaveLength(given.length)
    for (const { assessment_id, status, overall_hundredths } of rows(assessment)) {
      const own = scores.filter((score) => score.assessment_id === assessment_id)
      expect(own.length > 0).toBe(status === 'scored')
      if (overall_hundredths === null) continue
      const weights = sum(own.map(({ weight }) => weight))
      const values = sum(own.map(({ weight, value }) => weight * value))
      expect(Math.abs((100 * values) / weights - overall_hundredths)).toBeLessThanOrEqual(0.5)
    }
  })

  law('the times of an interaction are those that its events tell, and fit into it', (log) => {
    const told = (id: string) => log.filter(({ stream }) => stream === `interaction-${id}`)
    for (const row of afterLog(log).rows(interaction)) {
      const events = told(row.interaction_id)
      const waits = events.flatMap((e) =>
        e.type === 'InteractionAnswered' || e.type === 'InteractionAbandoned'
          ? [e.data.waitedSeconds]
          : [],
      )
      expect([row.wait_s, row.later_wait_s]).toEqual([waits[0] ?? null, sum(waits.slice(1))])
      expect(row.transfers).toBe(events.filter((e) => e.type === 'InteractionTransferred').length)
      const { answered_at, ended_at, talk_s, hold_s } = row
      if (talk_s === null || hold_s === null || ended_at === null) continue
      const span = answered_at === null ? 0 : Math.max(0, ended_at - answered_at)
      expect(1000 * (talk_s + hold_s)).toBeLessThanOrEqual(span)
    }
  })
})
