import { describe, expect, test } from '@jest/globals'
import { nullable, question, real } from '@deskledger/projection'
import { after } from './given.samples.ts'
import { quotient, signedQuotient } from './quotient.ts'

const valueOf = (sql: string): number | null | undefined => {
  const asked = question('Q', {
    asks: 'How much is it?',
    doc: 'As it is.',
    columns: { value: nullable(real('how much', 4)) },
    sql: `SELECT ${sql}`,
  })
  return after().answer(asked)[0]?.value
}

describe('a quotient', () => {
  test('is rounded once, halves upwards', () => {
    expect(valueOf(quotient('7', '2'))).toBe(4)
    expect(valueOf(quotient('13', '4'))).toBe(3)
    expect(valueOf(quotient('1', '3', 4))).toBe(0.3333)
    // between two binary numbers: 2.675 in binary lies below it, and would be 2.67
    expect(valueOf(quotient('2675', '1000', 2))).toBe(2.68)
  })

  test('that may be negative is rounded away from 0', () => {
    expect(valueOf(signedQuotient('-7', '2'))).toBe(-4)
    expect(valueOf(signedQuotient('-13', '4'))).toBe(-3)
    expect(valueOf(signedQuotient('-1', '8', 2))).toBe(-0.13)
    expect(valueOf(signedQuotient('1', '8', 2))).toBe(0.13)
  })

  test('is of whole sums, not of their first or last part', () =>
    expect(valueOf(quotient('3 + 4', '1 + 1', 1))).toBe(3.5))

  test('by 0, or of nothing, is nothing, also where dividing by 0 is an error', () => {
    for (const divided of [quotient, signedQuotient]) {
      expect(valueOf(divided('1', '0'))).toBeNull()
      expect(valueOf(divided('NULL', '2', 2))).toBeNull()
      expect(divided('1', '0', 2)).toContain('NULLIF')
    }
  })
})
