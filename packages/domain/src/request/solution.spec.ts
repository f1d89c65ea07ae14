import { describe, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import { possible } from './commands.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, inWork, solved, settled, proposed, solutionAccepted, solutionRejected } = S

describe('a solution', () => {
  test('is proposed for a request that is open or in progress', () => {
    given(opened, S.assigned).when(ask('ProposeSolution', S.newValve)).thenHappens(proposed)
    given(...inWork)
      .when(ask('ProposeSolution', S.newValve))
      .thenHappens(proposed)
  })

  test('is not proposed beside another one, nor after the end', () => {
    given(...solved)
      .when(ask('ProposeSolution', S.newValve))
      .thenRefused({ _tag: 'WrongStatus', status: 'resolved', next: possible.resolved })
    given(...settled)
      .when(ask('ProposeSolution', S.newValve))
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed })
  })

  test('is accepted, once', () => {
    const accept = ask('AcceptSolution', {}, { actor: S.byMaria })
    given(...solved)
      .when(accept)
      .thenHappens(solutionAccepted)
    given(...solved, solutionAccepted)
      .when(accept)
      .thenNothingHappens()
  })

  test('is rejected, also by whoever had accepted it, and work goes on', () => {
    const reject = ask('RejectSolution', {}, { actor: S.byMaria })
    given(...solved)
      .when(reject)
      .thenHappens(solutionRejected)
    given(...solved, solutionAccepted)
      .when(reject)
      .thenHappens(solutionRejected)
    given(...solved, solutionRejected)
      .when(ask('ProposeSolution', S.newValve))
      .thenHappens(proposed)
  })

  test('is neither accepted nor rejected before it is proposed', () => {
    const refusal = {
      _tag: 'WrongStatus',
      status: 'inProgress',
      next: possible.inProgress,
    } as const
    given(...inWork)
      .when(ask('AcceptSolution', {}))
      .thenRefused(refusal)
    given(...inWork)
      .when(ask('RejectSolution', {}))
      .thenRefused(refusal)
  })
})

describe('the solution of a complaint', () => {
  const explained = { ...S.newValve, rootCause: 'faultyValve' }
  const answer = happened('SolutionProposed', explained)
  const ready = [S.complaintOpened, S.assigned, S.acknowledged, S.classified, S.prioritised]

  test('follows its acknowledgement and classification, and names the root cause', () =>
    given(...ready)
      .when(ask('ProposeSolution', explained))
      .thenHappens(answer))

  test('is refused with everything that is missing', () =>
    given(S.complaintOpened)
      .when(ask('ProposeSolution', S.newValve))
      .thenRefused({
        _tag: 'ComplaintIncomplete',
        missing: ['acknowledgement', 'classification', 'rootCause'],
      }))

  test('is refused where one step is missing', () => {
    given(S.complaintOpened, S.assigned, S.classified)
      .when(ask('ProposeSolution', explained))
      .thenRefused({ _tag: 'ComplaintIncomplete', missing: ['acknowledgement'] })
    given(S.complaintOpened, S.assigned, S.acknowledged)
      .when(ask('ProposeSolution', explained))
      .thenRefused({ _tag: 'ComplaintIncomplete', missing: ['classification'] })
    given(...ready)
      .when(ask('ProposeSolution', S.newValve))
      .thenRefused({ _tag: 'ComplaintIncomplete', missing: ['rootCause'] })
  })

  test('is asked for by every request that turns out to be a complaint', () => {
    const turned = happened('RequestClassified', {
      ...S.grave,
      category: 'complaint',
      by: S.byAna,
    })
    given(opened, S.assigned, S.acknowledged, turned)
      .when(ask('ProposeSolution', S.newValve))
      .thenRefused({ _tag: 'ComplaintIncomplete', missing: ['rootCause'] })
  })
})

describe('closing', () => {
  test('settles a request that has a solution', () =>
    given(...solved)
      .when(ask('CloseRequest', { how: 'agent' }))
      .thenHappens(S.closed))

  test('is refused without a solution, whoever asks', () => {
    const next = ['ProposeSolution', 'CancelRequest'] as const
    for (const how of ['agent', 'auto', 'customer', 'accepted'] as const)
      given(opened)
        .when(ask('CloseRequest', { how }))
        .thenRefused({ _tag: 'NoSolution', status: 'open', next })
    given(...solved, solutionRejected)
      .when(ask('CloseRequest', { how: 'agent' }))
      .thenRefused({ _tag: 'NoSolution', status: 'inProgress', next })
  })

  test('as accepted follows the acceptance', () => {
    given(...solved)
      .when(ask('CloseRequest', { how: 'accepted' }))
      .thenRefused({ _tag: 'NotAccepted', next: ['AcceptSolution', 'RejectSolution'] })
    given(...solved, solutionAccepted)
      .when(ask('CloseRequest', { how: 'accepted', code: 'replaced' }))
      .thenHappens(happened('RequestClosed', { how: 'accepted', code: 'replaced' }))
  })

  test('happens once', () =>
    given(...settled)
      .when(ask('CloseRequest', { how: 'auto' }))
      .thenNothingHappens())

  test('is not for a request that waits or is cancelled', () => {
    given(...inWork, S.setWaiting)
      .when(ask('CloseRequest', { how: 'agent' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'waiting', next: possible.waiting })
    given(opened, S.cancelled)
      .when(ask('CloseRequest', { how: 'agent' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'cancelled', next: possible.cancelled })
  })
})

describe('reopening', () => {
  /** The case type `fault` allows 30 days from the closing, which was at minute 0. */
  const window = 30 * 24 * 60
  const reopenAt = (minute: number) =>
    ask('ReopenRequest', { reason: 'leaksAgain' }, { at: at(minute) })

  test('is possible up to the last minute of the window', () =>
    given(...settled)
      .when(reopenAt(window))
      .thenHappens(happened('RequestReopened', { reason: 'leaksAgain', by: S.byAna }, at(window))))

  test('is refused afterwards, with the instant until which it was possible', () =>
    given(...settled)
      .when(ask('ReopenRequest', { reason: 'late' }, { at: at(window + 1) }))
      .thenRefused({ _tag: 'ReopenWindowOver', until: at(window) }))

  test('goes back to work, and another closing opens another window', () => {
    const late = at(window)
    const again = [
      happened('RequestReopened', { reason: 'leaksAgain', by: S.byAna }, late),
      happened('SolutionProposed', S.newValve, late),
    ]
    given(...settled, ...again)
      .when(ask('CloseRequest', { how: 'agent' }, { at: late }))
      .thenHappens(happened('RequestClosed', { how: 'agent' }, late))
    given(...settled, ...again, happened('RequestClosed', { how: 'agent' }, late))
      .when(reopenAt(window + 1))
      .thenHappens(
        happened('RequestReopened', { reason: 'leaksAgain', by: S.byAna }, at(window + 1)),
      )
  })

  test('is for closed requests only', () => {
    given(...inWork)
      .when(reopenAt(1))
      .thenRefused({ _tag: 'WrongStatus', status: 'inProgress', next: possible.inProgress })
    given(opened, S.cancelled)
      .when(reopenAt(1))
      .thenRefused({ _tag: 'WrongStatus', status: 'cancelled', next: possible.cancelled })
  })
})
