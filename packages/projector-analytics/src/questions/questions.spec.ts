import { describe, expect, test } from '@jest/globals'
import { after } from '../given.samples.ts'
import { analytics } from '../index.ts'

describe('every question', () => {
  test('can be read by the names of its columns', () => {
    for (const { columns, sql } of analytics.questions) {
      const asked = sql.sqlite.replaceAll(/(?<![:\w]):[a-z]\w*/g, 'NULL')
      const names = Object.keys(columns).join(', ')
      expect(after().queryPlan(`SELECT ${names} FROM (${asked})`)).not.toEqual([])
    }
  })

  test('has an answer on an empty database', () => {
    const rows = analytics.questions.map((question) => [
      question.name,
      after().answer(question as never).length,
    ])
    expect(rows.filter(([, n]) => n !== 0)).toEqual([
      ['Q17', 1],
      ['Q28', 1],
    ])
  })

  test('is asked without saying anything else', () => {
    for (const { params } of analytics.questions)
      for (const { otherwise } of Object.values(params)) expect(otherwise).not.toBeUndefined()
  })
})
