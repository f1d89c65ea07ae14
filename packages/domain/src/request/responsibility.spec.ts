import { describe, test } from '@jest/globals'
import { possible } from './commands.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, assigned, queued, takenByAna, acknowledged, accepted, inWork } = S
const { handedOver, proposed, settled } = S

describe('the responsible of a request', () => {
  test('is assigned by the routing', () =>
    given(opened)
      .when(ask('AssignResponsible', S.toAna, { actor: S.bySystem }))
      .thenHappens(assigned))

  test('is assigned once', () =>
    given(opened, assigned)
      .when(ask('AssignResponsible', { ...S.toAna, how: 'escalation' }))
      .thenNothingHappens())

  test('is a queue until an agent takes it, or another agent', () => {
    given(opened, queued)
      .when(ask('AssignResponsible', S.toAna, { actor: S.bySystem }))
      .thenHappens(assigned)
    given(opened, assigned)
      .when(ask('AssignResponsible', S.toEngineers, { actor: S.bySystem }))
      .thenHappens(queued)
  })

  test('with the same id but of another kind is another one', () => {
    const team = { kind: 'team', id: 'engineers' } as const
    given(opened, queued)
      .when(ask('AssignResponsible', { to: team, how: 'manual' }))
      .thenHappens(happened('ResponsibleAssigned', { to: team, how: 'manual', by: S.byAna }))
  })

  test('is not assigned after the request is closed', () =>
    given(...settled)
      .when(ask('AssignResponsible', S.toAna))
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed }))
})

describe('acknowledging', () => {
  const acknowledge = ask('AcknowledgeRequest', { automatic: false })
  const automatic = ask('AcknowledgeRequest', { automatic: true }, { actor: S.bySystem })

  test('tells the customer that somebody is responsible', () =>
    given(opened, queued).when(acknowledge).thenHappens(acknowledged))

  test('makes the agent responsible where nobody is', () =>
    given(opened).when(acknowledge).thenHappens(takenByAna, acknowledged))

  test('makes a supervisor responsible too, where nobody is', () => {
    const by = S.bySupervisor
    given(opened)
      .when(ask('AcknowledgeRequest', { automatic: false }, { actor: by }))
      .thenHappens(
        happened('ResponsibleAssigned', { to: { kind: 'agent', id: 'chief' }, how: 'manual', by }),
        happened('RequestAcknowledged', { automatic: false, by }),
      )
  })

  test('by a machine waits until somebody is responsible', () => {
    given(opened)
      .when(automatic)
      .thenRefused({ _tag: 'NobodyResponsible', next: ['AssignResponsible', 'AcceptRequest'] })
    given(opened, queued)
      .when(automatic)
      .thenHappens(happened('RequestAcknowledged', { automatic: true, by: S.bySystem }))
  })

  test('by an actor whose id names no agent waits, too', () =>
    given(opened)
      .when(
        ask('AcknowledgeRequest', { automatic: false }, { actor: { kind: 'agent', id: '4711' } }),
      )
      .thenRefused({ _tag: 'NobodyResponsible', next: ['AssignResponsible', 'AcceptRequest'] }))

  test('happens once', () =>
    given(opened, queued, acknowledged).when(acknowledge).thenNothingHappens())
})

describe('accepting', () => {
  const accept = ask('AcceptRequest', { agentId: S.ana })

  test('is for the agent who is responsible', () => {
    given(opened, assigned).when(accept).thenHappens(accepted)
    given(opened, assigned)
      .when(ask('AcceptRequest', { agentId: S.ben }, { actor: S.byBen }))
      .thenRefused({ _tag: 'NotResponsible', responsible: S.toAna.to })
  })

  test('takes a request from a queue, or from nobody', () => {
    given(opened, queued).when(accept).thenHappens(takenByAna, accepted)
    given(opened).when(accept).thenHappens(takenByAna, accepted)
  })

  test('in the name of another agent is for the routing, not for an agent', () => {
    given(opened, assigned)
      .when(ask('AcceptRequest', { agentId: S.ana }, { actor: S.byBen }))
      .thenRefused({ _tag: 'NotResponsible', responsible: S.toAna.to })
    given(opened, assigned)
      .when(ask('AcceptRequest', { agentId: S.ana }, { actor: S.bySystem }))
      .thenHappens(accepted)
  })

  test('happens once', () =>
    given(...inWork)
      .when(accept)
      .thenNothingHappens())

  test('is possible while the request is open', () => {
    given(...inWork, handedOver)
      .when(accept)
      .thenRefused({ _tag: 'WrongStatus', status: 'inProgress', next: possible.inProgress })
    given(...inWork, S.setWaiting)
      .when(accept)
      .thenRefused({ _tag: 'WrongStatus', status: 'waiting', next: possible.waiting })
  })
})

describe('handing over', () => {
  test('names who was responsible and who is', () =>
    given(...inWork)
      .when(ask('HandOverRequest', S.toBen))
      .thenHappens(handedOver))

  test('needs somebody who is responsible', () =>
    given(opened)
      .when(ask('HandOverRequest', S.toBen))
      .thenRefused({ _tag: 'NobodyResponsible', next: ['AssignResponsible'] }))

  test('happens once', () =>
    given(...inWork, handedOver)
      .when(ask('HandOverRequest', S.toBen))
      .thenNothingHappens())

  test('makes the other one responsible', () =>
    given(...inWork, handedOver)
      .when(ask('HandOverRequest', { to: S.toEngineers.to, reason: 'tooHard' }))
      .thenHappens(
        happened('RequestHandedOver', {
          from: S.toBen.to,
          to: S.toEngineers.to,
          reason: 'tooHard',
        }),
      ))
})

describe('a proposal where nobody is responsible', () => {
  test('makes the agent responsible', () =>
    given(opened).when(ask('ProposeSolution', S.newValve)).thenHappens(takenByAna, proposed))

  test('by a machine is refused', () =>
    given(opened)
      .when(ask('ProposeSolution', S.newValve, { actor: S.bySystem }))
      .thenRefused({ _tag: 'NobodyResponsible', next: ['AssignResponsible', 'AcceptRequest'] }))
})
