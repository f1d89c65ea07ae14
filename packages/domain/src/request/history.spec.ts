import { describe, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import type { Event } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, imported, recorded, inWork, solved, settled, setWaiting } = S
const byImport = { actor: S.byImport }

describe('an activity of another system', () => {
  test('is recorded with what is known of it', () => {
    const known = { ...S.arrived, resource: S.ben, attributes: { room: 'Kitchen, Calle Mayor 1' } }
    given(imported)
      .when(ask('RecordActivity', known, byImport))
      .thenHappens(happened('ActivityRecorded', known))
  })

  test('is recorded in any status, even before the request is opened', () => {
    const stories: ReadonlyArray<ReadonlyArray<Event>> = [
      [],
      [opened],
      inWork,
      [...inWork, setWaiting],
      solved,
      settled,
      [opened, S.cancelled],
      [imported, S.openingWithdrawn],
    ]
    for (const story of stories)
      given(...story)
        .when(ask('RecordActivity', S.arrived, byImport))
        .thenHappens(recorded)
  })

  test('is recorded once, whatever import brings it', () => {
    given(imported, recorded)
      .when(ask('RecordActivity', S.arrived, byImport))
      .thenNothingHappens()
    given(imported, recorded)
      .when(ask('RecordActivity', { ...S.arrived, batchId: S.secondImport }, byImport))
      .thenNothingHappens()
  })
})

describe('what another system says of a request', () => {
  const by = S.byImport
  const known = { partyId: S.pedro, sku: 'AQ-40', priority: 2 } as const
  const learnt = [
    happened('RequesterIdentified', { partyId: S.pedro, previous: S.maria, by }),
    happened('ProductIdentified', { sku: 'AQ-40', by }),
    happened('PrioritySet', { priority: 2, from: 'override', reason: 'imported' }),
  ]
  const record = ask('RecordActivity', { ...S.arrived, ...known }, byImport)

  test('becomes known with the activity, in whatever status the request is', () => {
    for (const story of [[imported], inWork, solved, settled, [opened, S.cancelled]])
      given(...story)
        .when(record)
        .thenHappens(...learnt, recorded)
  })

  test('names what was thought before', () => {
    given(happened('RequestOpened', { ...S.asImported, sku: 'AQ-50' }))
      .when(ask('RecordActivity', { ...S.arrived, sku: 'AQ-40' }, byImport))
      .thenHappens(happened('ProductIdentified', { sku: 'AQ-40', previous: 'AQ-50', by }), recorded)
    const { partyId: _, ...anonymous } = S.asImported
    given(happened('RequestOpened', anonymous))
      .when(ask('RecordActivity', { ...S.arrived, partyId: S.pedro }, byImport))
      .thenHappens(happened('RequesterIdentified', { partyId: S.pedro, by }), recorded)
  })

  test('is recorded only where it is new', () =>
    given(imported, ...learnt)
      .when(record)
      .thenHappens(recorded))

  test('is nothing where the activity is recorded already, or no request is opened', () => {
    given(imported, recorded).when(record).thenNothingHappens()
    given().when(record).thenHappens(recorded)
  })
})

describe('the move that a label stands for', () => {
  const record = (moves: 'close' | 'reopen' | 'cancel' | 'resolve' | 'wait' | 'resume') =>
    ask('RecordActivity', { ...S.shut, moves }, byImport)
  const noted = happened('ActivityRecorded', S.shut)
  const resolved = happened('SolutionProposed', { code: 'imported', text: S.shut.activity })
  const waits = happened('RequestSetWaiting', { on: 'customer', reason: 'imported' })
  const goesOn = happened('RequestResumed', { on: 'parts', since: at(0), cause: 'imported' })
  const closes = happened('RequestClosed', { how: 'auto', code: 'imported' })
  const cancels = happened('RequestCancelled', { reason: 'withdrawn' })
  const reopens = happened('RequestReopened', { reason: 'imported', by: S.byImport })

  const stories = {
    unopened: [],
    open: [imported],
    inProgress: inWork,
    waiting: [...inWork, setWaiting],
    resolved: solved,
    closed: settled,
    cancelled: [opened, S.cancelled],
    withdrawn: [imported, S.openingWithdrawn],
  } as const
  type Status = keyof typeof stories
  const statuses = Object.keys(stories) as ReadonlyArray<Status>

  test.each([
    ['resolve', resolved, ['open', 'inProgress', 'waiting']],
    ['wait', waits, ['open', 'inProgress']],
    ['resume', goesOn, ['waiting']],
    ['close', closes, ['open', 'inProgress', 'waiting', 'resolved']],
    ['cancel', cancels, ['open', 'inProgress', 'waiting', 'resolved']],
    ['reopen', reopens, ['resolved', 'closed']],
  ] as const)('%s happens where it can, and elsewhere is a deviation', (moves, moved, from) => {
    for (const status of statuses) {
      const isPossible = from.some((possible) => possible === status)
      const deviation = happened('ActivityRecorded', { ...S.shut, deviation: status })
      given(...stories[status])
        .when(record(moves))
        .thenHappens(...(isPossible ? [noted, moved] : [deviation]))
    }
  })

  test('says for what it waits, where the label does', () =>
    given(imported)
      .when(ask('RecordActivity', { ...S.shut, moves: 'wait', on: 'thirdParty' }, byImport))
      .thenHappens(noted, happened('RequestSetWaiting', { on: 'thirdParty', reason: 'imported' })))

  test('closes by an agent where one is known', () => {
    const known = { ...S.shut, resource: S.ben }
    given(imported)
      .when(ask('RecordActivity', { ...known, moves: 'close' }, byImport))
      .thenHappens(
        happened('ActivityRecorded', known),
        happened('RequestClosed', { how: 'agent', code: 'imported' }),
      )
  })

  test('is judged neither by open tasks nor by the steps of a complaint', () => {
    given(opened, S.taskCreated).when(record('close')).thenHappens(noted, closes)
    given(S.complaintOpened).when(record('resolve')).thenHappens(noted, resolved)
  })

  test('is judged by no window', () => {
    const years = at(5 * 365 * 24 * 60)
    given(...settled)
      .when(ask('RecordActivity', { ...S.shut, moves: 'reopen' }, { ...byImport, at: years }))
      .thenHappens(
        happened('ActivityRecorded', S.shut, years),
        happened('RequestReopened', { reason: 'imported', by: S.byImport }, years),
      )
  })
})
