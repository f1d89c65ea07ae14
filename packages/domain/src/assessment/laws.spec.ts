import { describe, test } from '@jest/globals'
import { replay } from '@deskledger/kernel'
import { anyCommand, expectSame, id, laws } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { house, type House, type Instrument } from '../definitions.ts'
import { decider, facts, type Command, type Event } from './index.ts'
import * as S from './samples.ts'

const { ask, happened } = S.story
const { invited, scored } = S

describe('the instrument that counts', () => {
  const newer: Instrument = { ...S.service, def: { key: 'service', version: 2 } }
  const known = facts({ ...house, instruments: [S.service, newer] })
  const invite = ask('InviteAssessment', S.invitation)
  const score = ask('ScoreSatisfaction', S.answer)
  const after = (...history: ReadonlyArray<Event>) => replay(decider, history)

  test('is the newest for what begins', () => {
    expectSame('invited', known(invite, after()), E.right({ instrument: newer }))
    expectSame('scored', known(score, after()), E.right({ instrument: newer }))
  })

  test('is the recorded one for what was asked', () =>
    expectSame('scored', known(score, after(invited)), E.right({ instrument: S.service })))

  test('is one that the house has defined', () => {
    const refusal = (key: string, ...keys: ReadonlyArray<string>) =>
      E.left({ _tag: 'UnknownDefinition', kind: 'instrument', key, known: keys })
    const other = ask('InviteAssessment', { ...S.invitation, instrument: 'loyalty' })
    expectSame('loyalty', facts(house)(other, after()), refusal('loyalty', 'service'))
    const none: House = { ...house, instruments: [] }
    const wrong = ask('ScoreSatisfaction', { ...S.answer, instrument: 'loyalty' })
    expectSame('withdrawn', facts(none)(wrong, after(invited)), refusal('service'))
  })

  test('is not asked for where nothing is marked', () => {
    expectSame('declined', known(ask('DeclineAssessment', {}), after(invited)), E.right({}))
    expectSame('expired', known(ask('ExpireAssessment', {}), after(invited)), E.right({}))
  })
})

describe('an assessment', () => {
  test('concerns the party and the request that it names', () => {
    const concernsOf = (...history: ReadonlyArray<Event>) =>
      decider.concerns(replay(decider, history), invited)
    const both = [`party:${S.maria}`, `request:${S.request}`]
    for (const history of [
      [invited],
      [invited, scored],
      [invited, S.declined],
      [invited, S.expired],
    ])
      expectSame('asked', concernsOf(...history), both)
    const subject = { kind: 'interaction', id: id(21) } as const
    const { requestId: _, ...anonymous } = S.unasked
    const atKiosk = happened('SatisfactionScored', { ...anonymous, subject, mode: 'kiosk' })
    expectSame('anonymous', concernsOf(atKiosk), [])
  })
})

describe('any assessment', () => {
  const anyMarks = fc
    .tuple(fc.constantFrom(5, 3, 1), fc.constantFrom(5, 4, 2), fc.boolean())
    .map(([speed, degree, complete]) => [
      { dimension: 'responseTime', value: speed },
      ...(complete ? [{ dimension: 'degreeSolved', value: degree }] : []),
    ])
  const any = fc
    .tuple(
      anyCommand<Command>(decider, {
        factsOf: () => ({ instrument: S.service }),
        weights: { InviteAssessment: 4, ExpireAssessment: 2 },
      }),
      anyMarks,
    )
    .map(([command, scores]): Command => {
      const { type } = command
      if (type === 'InviteAssessment')
        return { ...command, data: { ...command.data, instrument: 'service' } }
      if (type !== 'ScoreSatisfaction') return command
      const { expectation: _, ...data } = command.data
      return { ...command, data: { ...data, instrument: 'service', scores } }
    })
  const stages = ['unknown', 'invited', 'expired', 'declined', 'scored']
  const everyLaw = laws(decider, {
    anyCommand: any,
    progress: ({ status }) => stages.indexOf(status),
    reaches: { statusOf: ({ status }) => status, statuses: stages.slice(1) },
  })
  for (const law of everyLaw) test(law.statement, law.check)
})
