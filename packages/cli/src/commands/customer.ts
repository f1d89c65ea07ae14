/**
 * `deskledger customer`: the 360° view of a customer. Whoever looks is recorded first.
 */
import { isDesk, openDesk, ProblemError, problemOf } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { tellCustomer } from '../output/customer-view.ts'
import { usageError } from '../output/problem.ts'

interface CustomerOptions {
  readonly as: string
  readonly purpose: string
}

const parts = ['profile', 'contacts', 'timeline', 'requests', 'sales', 'assessments'] as const
const kinds = ['agent', 'supervisor', 'customer', 'surveyor', 'system'] as const

export const customer = async (
  context: Context,
  who: string,
  { as, purpose }: CustomerOptions,
): Promise<void> => {
  const { desk: folder, io, json } = context
  const actor = actorOf(as)
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const desk = await openDesk({ folder, mode: 'still' })
  try {
    await desk.caughtUp()
    const found = await desk.find(who)
    if (found.length === 0) throw nobody
    if (found.length > 1) throw several(found)
    const [partyId = ''] = found
    const shown = await desk
      .as(actor)
      .send({ type: 'ShowCustomerRecord', data: { partyId, purpose, parts: [...parts] } })
    if (!shown.ok) throw new ProblemError(problemOf(shown.error))
    await desk.caughtUp()
    const view = await desk.customer(partyId)
    if (view === undefined) throw nobody
    if (json) io.out(`${JSON.stringify(view, null, 2)}\n`)
    else tellCustomer(io, view)
  } finally {
    await desk.close()
  }
}

/** `agent:ana`, or `ana` for an agent. */
const actorOf = (as: string) => {
  const [kind, id] = as.includes(':') ? as.split(':', 2) : ['agent', as]
  const known = kinds.find((each) => each === kind)
  if (known === undefined || id === undefined || id === '')
    throw usageError(
      'DL9007',
      'It is not clear who looks.',
      `expected KIND:ID with a kind of ${kinds.join(', ')}`,
      'for example --as agent:ana',
    )
  return { kind: known, id }
}

const nobody = usageError(
  'DL9008',
  'There is no such customer.',
  'no party has that id, phone number or e-mail address',
  'write a number in full: +34600123456',
)

const several = (ids: ReadonlyArray<string>) =>
  usageError(
    'DL9009',
    'That is how more than one customer is reached.',
    `${ids.length} parties have that contact point: ${ids.slice(0, 5).join(', ')}`,
    'name one by its id',
  )
