/**
 * What a desk is asked for because of one event of another system.
 */
import { limited, noAttributes, together, type Attributes } from '../map/attributes.ts'
import type { Move } from '../map/map.ts'
import type { SourceEvent } from '../map/source-event.ts'
import { tidied } from '../map/tidy.ts'
import type { Named } from './people.ts'
import type { Command } from './port.ts'

type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

/** The import that asks. */
export interface Origin {
  readonly source: string
  readonly batchId: string
}

const longestSubject = 200

/** A request whose history is imported begins with the first event of its case. */
export const opening = (
  event: SourceEvent,
  { partyId }: Named,
  asked: Origin & { readonly requestId: string },
): Of<'OpenRequest'> => {
  const { at, channel, sku, number, subject = event.case } = event
  return {
    type: 'OpenRequest',
    data: {
      ...asked,
      caseType: 'imported',
      origin: 'import',
      subject: tidied(subject, longestSubject),
      ...(channel === undefined ? {} : { channel }),
      ...(partyId === undefined ? {} : { partyId }),
      ...(sku === undefined ? {} : { sku }),
      ...(number === undefined ? {} : { number }),
    },
    at,
  }
}

/** What is recorded beside the labels: the row's own attributes, with the first also its case's. */
export const attributesOfActivity = (event: SourceEvent, isFirst: boolean): Attributes =>
  limited(together(event.attributes, isFirst ? event.caseAttributes : noAttributes))

/** Whether the row also says how the request stands now, or comes too late for that. */
export type Standing = 'asOfNow' | 'late'

export const recordingOf = (
  event: SourceEvent,
  named: Named,
  asked: {
    readonly requestId: string
    readonly sourceId: string
    readonly batchId: string
    readonly attributes: Attributes
    readonly standing: Standing
  },
): Of<'RecordActivity'> => {
  const { attributes, standing, ...ids } = asked
  const { values } = attributes
  return {
    type: 'RecordActivity',
    data: {
      ...ids,
      activity: event.activity,
      ...(named.agentId === undefined ? {} : { resource: named.agentId }),
      ...(values.length === 0 ? {} : { attributes: Object.fromEntries(values) }),
      ...(event.moves === undefined ? {} : moves[event.moves]),
      ...(standing === 'late' ? {} : saidOf(event, named)),
    },
    at: event.at,
  }
}

const saidOf = ({ sku, priority }: SourceEvent, { partyId }: Named) => ({
  ...(partyId === undefined ? {} : { partyId }),
  ...(sku === undefined ? {} : { sku }),
  ...(priority === undefined ? {} : { priority }),
})

type Moves = Pick<Of<'RecordActivity'>['data'], 'moves' | 'on'>

const moves: { readonly [M in Move]: Moves } = {
  close: { moves: 'close' },
  reopen: { moves: 'reopen' },
  cancel: { moves: 'cancel' },
  resolve: { moves: 'resolve' },
  resume: { moves: 'resume' },
  wait: { moves: 'wait' },
  'wait:customer': { moves: 'wait', on: 'customer' },
  'wait:thirdParty': { moves: 'wait', on: 'thirdParty' },
  'wait:parts': { moves: 'wait', on: 'parts' },
  'wait:approval': { moves: 'wait', on: 'approval' },
  'wait:appointment': { moves: 'wait', on: 'appointment' },
}
