/**
 * `deskledger erase`: a person is erased for good. The facts stay, and a certificate says what was
 * done. What was interrupted goes on when it is asked for again.
 */
import { isDesk, openDesk, ProblemError, problemOf, type Desk } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { tellCertificate, tellSurvey } from '../output/erasure.ts'
import { usageError } from '../output/problem.ts'

interface EraseOptions {
  readonly reason: string
  readonly basis: 'asked' | 'purposeEnded' | 'licenceEnded' | 'law'
  readonly as: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

export const bases = ['asked', 'purposeEnded', 'licenceEnded', 'law'] as const

export const erase = async (
  context: Context,
  who: string,
  options: EraseOptions,
): Promise<void> => {
  const { desk: folder } = context
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const desk = await openDesk({ folder, mode: 'still' })
  try {
    const partyId = await partyOf(desk, who)
    if (options.dryRun === true)
      return tellSurvey(context, partyId, await desk.erasures.survey(partyId))
    if (options.yes !== true) throw unconfirmed
    await erasing(context, desk, partyId, options)
  } finally {
    await desk.close()
  }
}

/** Somebody whose erasure was interrupted is found by id only. */
const partyOf = async (desk: Desk, who: string): Promise<string> => {
  const pending = await desk.erasures.pending()
  if (pending.some(({ partyId }) => partyId === who)) return who
  await desk.caughtUp()
  const found = await desk.find(who)
  if (found.length > 1) throw several(found)
  const [partyId] = found
  if (partyId === undefined) throw nobody
  return partyId
}

const erasing = async (
  context: Context,
  desk: Desk,
  partyId: string,
  { reason, basis, as }: EraseOptions,
): Promise<void> => {
  const { io, quiet, finding } = context
  const answer = await desk.erasures.eraseParty({
    partyId,
    reason,
    basis,
    actor: { kind: 'supervisor', id: as },
    onStep: (step) => quiet || io.err(`${step}\n`),
  })
  if (!answer.ok) throw new ProblemError(problemOf(answer.error))
  const { certificate, file } = answer
  tellCertificate(context, certificate, file)
  const { search } = certificate
  if (search.status !== 'notPossible' && search.found.length > 0) finding()
}

const unconfirmed = usageError(
  'DL9024',
  'An erasure cannot be undone.',
  'it was not confirmed',
  'look first with --dry-run, then say --yes',
)

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
