import { describe, test } from '@jest/globals'
import { replay } from '@deskledger/kernel'
import { expectSame, id } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { decider, type Line } from './index.ts'
import * as S from './samples.ts'
import { totalOf } from './total.ts'

const { ask, happened } = S.story

/** From small to so large that two of them are beyond what is exact. */
const anyPrice = fc.oneof(fc.nat(100_000), fc.maxSafeNat())
const anyLines: fc.Arbitrary<ReadonlyArray<Line>> = fc
  .array(
    fc.record({
      qty: fc.integer({ min: 1, max: 1_000_000 }),
      unitPrice: anyPrice,
      covered: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => lines.map((line, i) => ({ ...S.valves, ...line, lineId: id(100 + i) }) as Line))

/** The same sum in numbers without an end. */
const exactTotal = (lines: ReadonlyArray<Line>): bigint =>
  lines.reduce(
    (sum, { covered, qty, unitPrice }) => (covered ? sum : sum + BigInt(qty) * BigInt(unitPrice)),
    0n,
  )

describe('the total of any lines', () => {
  test('is exact, or refused', () =>
    fc.assert(
      fc.property(anyLines, (lines) => {
        const [last, ...before] = lines.toReversed()
        const history = [S.opened, ...before.map((line) => happened('LineAdded', line))]
        const added = decider.decide(ask('AddLine', last ?? S.valves), replay(decider, history))
        const fits = exactTotal(lines) <= BigInt(Number.MAX_SAFE_INTEGER)
        expectSame('granted', E.isRight(added), fits)
        if (fits) expectSame('total', BigInt(totalOf(lines)), exactTotal(lines))
      }),
      { numRuns: 1000 },
    ))

  test('is that of the quote and of the order', () =>
    fc.assert(
      fc.property(anyLines, (lines) => {
        fc.pre(exactTotal(lines) <= BigInt(Number.MAX_SAFE_INTEGER))
        const history = [S.opened, ...lines.map((line) => happened('LineAdded', line))]
        const drafted = replay(decider, history)
        for (const command of [
          ask('IssueQuote', { validUntil: S.offer.validUntil }),
          ask('PlaceOrder', {}),
        ]) {
          const decision = decider.decide(command, drafted)
          const [event] = E.isRight(decision) ? decision.right : []
          expectSame(
            command.type,
            event && 'total' in event.data && event.data.total,
            totalOf(lines),
          )
        }
      }),
    ))

  test('is the same in any order', () =>
    fc.assert(
      fc.property(anyLines, (lines) => {
        fc.pre(exactTotal(lines) <= BigInt(Number.MAX_SAFE_INTEGER))
        expectSame('reversed', totalOf(lines.toReversed()), totalOf(lines))
      }),
    ))
})
