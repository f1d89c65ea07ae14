/**
 * The 360° view of a customer: who it is, how it is reached, what is open, what happened lately.
 */
import type { Kysely } from 'kysely'
import { tidy } from '@deskledger/domain/party'
import type { Database, RowOf } from '@deskledger/projection'
import {
  customer,
  customerContactPoint,
  customerRole,
  customerTimeline,
} from '@deskledger/projector-customer360'
import { request } from '@deskledger/projector-routing'
import { assessment, interaction, sale } from '@deskledger/projector-analytics'

const tables = [
  customer,
  customerContactPoint,
  customerRole,
  customerTimeline,
  request,
  interaction,
  sale,
  assessment,
] as const

export interface CustomerView {
  readonly profile: RowOf<typeof customer>
  /** Those in use, primary ones first. */
  readonly contactPoints: ReadonlyArray<RowOf<typeof customerContactPoint>>
  /** Those held now. */
  readonly roles: ReadonlyArray<RowOf<typeof customerRole>>
  /** Not yet closed or cancelled, most urgent first. */
  readonly openRequests: ReadonlyArray<RowOf<typeof request>>
  /** The 10 latest that have ended. */
  readonly pastRequests: ReadonlyArray<RowOf<typeof request>>
  /** The 5 latest. */
  readonly sales: ReadonlyArray<RowOf<typeof sale>>
  /** The 5 latest that were scored. */
  readonly assessments: ReadonlyArray<RowOf<typeof assessment>>
  /** The 20 latest of everything that happened, newest first. */
  readonly timeline: ReadonlyArray<RowOf<typeof customerTimeline>>
}

/** The parties that an id, a phone number or an e-mail address names; normally one. */
export const findCustomers = async (
  db: Kysely<Database<typeof tables>>,
  who: string,
): Promise<ReadonlyArray<string>> => {
  const channels = who.includes('@') ? (['email'] as const) : (['phone', 'sms', 'fax'] as const)
  const [channel] = channels
  const byAddress = db
    .selectFrom('customer_contact_point')
    .select('party_id')
    .where('channel', 'in', channels)
    .where('normalised', '=', tidy(who, channel))
    .where('retired_at', 'is', null)
  const byId = db.selectFrom('customer').select('party_id').where('party_id', '=', who)
  const found = await byId.union(byAddress).orderBy('party_id').execute()
  return found.map(({ party_id }) => party_id)
}

const ended = ['closed', 'cancelled'] as const

export const customerView = async (
  db: Kysely<Database<typeof tables>>,
  partyId: string,
): Promise<CustomerView | undefined> => {
  const profile = await db
    .selectFrom('customer')
    .selectAll()
    .where('party_id', '=', partyId)
    .executeTakeFirst()
  if (profile === undefined) return undefined
  const [contactPoints, roles, openRequests, pastRequests, sales, assessments, timeline] =
    await Promise.all([
      db
        .selectFrom('customer_contact_point')
        .selectAll()
        .where('party_id', '=', partyId)
        .where('retired_at', 'is', null)
        .orderBy('is_primary', 'desc')
        .orderBy('point_id')
        .execute(),
      db
        .selectFrom('customer_role')
        .selectAll()
        .where('party_id', '=', partyId)
        .where('until', 'is', null)
        .orderBy('since')
        .execute(),
      db
        .selectFrom('request')
        .selectAll()
        .where('party_id', '=', partyId)
        .where('status', 'not in', ended)
        .orderBy('priority')
        .orderBy('opened_at')
        .execute(),
      db
        .selectFrom('request')
        .selectAll()
        .where('party_id', '=', partyId)
        .where('status', 'in', ended)
        .orderBy('opened_at', 'desc')
        .limit(10)
        .execute(),
      db
        .selectFrom('sale')
        .selectAll()
        .where('party_id', '=', partyId)
        .orderBy('opened_at', 'desc')
        .limit(5)
        .execute(),
      db
        .selectFrom('assessment')
        .selectAll()
        .where('party_id', '=', partyId)
        .where('status', '=', 'scored')
        .orderBy('collected_at', 'desc')
        .limit(5)
        .execute(),
      db
        .selectFrom('customer_timeline')
        .selectAll()
        .where('party_id', '=', partyId)
        .orderBy('position', 'desc')
        .limit(20)
        .execute(),
    ])
  return { profile, contactPoints, roles, openRequests, pastRequests, sales, assessments, timeline }
}
