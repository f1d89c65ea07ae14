/**
 * `deskledger audit access [PARTY]`: who was shown whose record, when and what for; from the log.
 */
import { showingsOf, type Showing } from '@deskledger/audit'
import { toIso } from '@deskledger/kernel'
import type { Context } from '../../context.ts'
import { said } from '../../output/explanation.ts'
import { dim } from '../../output/style.ts'
import { rowsAs } from '../../output/table.ts'
import { answered, withDesk } from './auditing.ts'

export const access = (
  { desk: folder, io, json, quiet }: Context,
  partyId: string | undefined,
  { to }: { readonly to?: string },
): Promise<void> =>
  withDesk(folder, async (desk) => {
    const looked = {
      ...(partyId === undefined ? {} : { partyId }),
      ...(to === undefined ? {} : { actorId: to }),
    }
    const showings = await answered(showingsOf(desk.store, looked))
    if (json) return io.out(rowsAs('json', [], showings.map(asJson)))
    if (showings.length > 0) io.out(rowsAs('table', columns, showings.map(asLine)))
    if (!quiet) io.err(dim(`${showings.length.toLocaleString('en')} showings\n`))
  })

const columns = ['position', 'at', 'party', 'shown to', 'purpose', 'parts']

const asLine = ({ position, occurredAt, partyId, to, purpose, parts }: Showing) => ({
  position,
  at: toIso(occurredAt),
  party: partyId,
  'shown to': said(to),
  purpose,
  parts: parts.join(', '),
})

const asJson = ({ occurredAt, recordedAt, ...showing }: Showing) => ({
  ...showing,
  occurredAt: toIso(occurredAt),
  recordedAt: toIso(recordedAt),
})
