/**
 * How many requests are settled at the first contact, worked out once more from the log: Q39.
 */
import { day } from '../../calendar.ts'
import { ratio, type History, type Recorded } from './history.ts'

interface Request {
  readonly caseType: string
  readonly openedAt: number
  readonly isImported: boolean
  partyId: string | undefined
  holder: string
  contacts: number
  /** Whether it was passed from hand to hand, or opened again. */
  wasTrouble: boolean
  closedAt: number | undefined
}

export const firstContact = (history: History): ReadonlyArray<object> => {
  const requests = [...requestsIn(history).values()]
  const closed = requests.filter(
    ({ closedAt, isImported }) => closedAt !== undefined && !isImported,
  )
  const first = closed.filter(
    (one) => one.contacts <= 1 && !one.wasTrouble && !requests.some((other) => repeats(other, one)),
  )
  const share = ratio(first.length, closed.length, 4)
  return [{ closed: closed.length, at_first_contact: first.length, share }]
}

/** Within a week, by the same customer, about the same sort of thing. */
const repeats = (other: Request, { caseType, partyId, closedAt = Infinity }: Request): boolean =>
  other.openedAt > closedAt &&
  other.openedAt <= closedAt + 7 * day &&
  partyId !== undefined &&
  other.partyId === partyId &&
  other.caseType === caseType

const requestsIn = (history: History): ReadonlyMap<string, Request> => {
  const requests = new Map<string, Request>()
  for (const event of history) {
    const { type, data, occurredAt } = event
    if (type === 'RequestOpened')
      requests.set(data.requestId, {
        caseType: data.caseType.key,
        openedAt: occurredAt,
        isImported: data.origin === 'import',
        partyId: data.partyId,
        holder: 'nobody',
        contacts: data.interactionId === undefined ? 0 : 1,
        wasTrouble: false,
        closedAt: undefined,
      })
    if (!('requestId' in data) || data.requestId === undefined) continue
    const request = requests.get(data.requestId)
    if (request !== undefined) hear(request, event)
  }
  return requests
}

const hear = (request: Request, { type, data, occurredAt }: Recorded): void => {
  if (type === 'RequesterIdentified') request.partyId = data.partyId
  if (type === 'InteractionLinked') request.contacts += 1
  if (type === 'RequestClosed') request.closedAt = occurredAt
  if (type === 'RequestReopened') request.closedAt = undefined
  if (type === 'RequestReopened' || type === 'RequestHandedOver') request.wasTrouble = true
  if (type !== 'ResponsibleAssigned' && type !== 'RequestHandedOver') return
  const holder = `${data.to.kind} ${data.to.id}`
  if (request.holder.startsWith('agent ') && request.holder !== holder) request.wasTrouble = true
  request.holder = holder
}
