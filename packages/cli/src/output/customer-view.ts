/**
 * The 360° view on a terminal: who it is, what is open, what happened lately.
 */
import { toIso } from '@deskledger/kernel'
import type { CustomerView } from '@deskledger/desk'
import { bold, dim } from './style.ts'
import type { Io } from './io.ts'
import { printable } from './width.ts'

const day = (instant: number | null): string =>
  instant === null ? '–' : toIso(instant).slice(0, 10)
const minute = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ')
const overall = (hundredths: number | null): string =>
  hundredths === null ? '–' : (hundredths / 100).toFixed(2)
const money = (minor: number | null, currency: string | null): string =>
  minor === null ? '–' : `${(minor / 100).toFixed(2)} ${currency ?? ''}`

const shown = (text: string | null): string => (text === null ? '(erased)' : printable(text))

export const tellCustomer = (io: Io, view: CustomerView): void => {
  const { profile, roles, contactPoints } = view
  const name = shown(profile.display_name)
  const lines = [
    `${bold(name)}  ${dim(profile.party_id)}`,
    `  ${profile.kind}, ${roles.map(({ role, since }) => `${role} since ${day(since)}`).join(', ') || 'no role'}`,
    `  known since ${day(profile.registered_at)}, last contact ${day(profile.last_contact_at)}`,
    ...contactPoints.map(
      ({ channel, address, is_primary }) =>
        `  ${channel.padEnd(6)} ${shown(address)}${is_primary === 1 ? dim('  primary') : ''}`,
    ),
    ...section('Open requests', view.openRequests, (request) =>
      [
        `P${request.priority ?? '–'}`,
        request.status.padEnd(10),
        day(request.opened_at),
        request.case_type,
        shown(request.subject),
      ].join('  '),
    ),
    ...section('Past requests', view.pastRequests.slice(0, 5), (request) =>
      [
        request.status.padEnd(10),
        day(request.opened_at),
        request.case_type,
        shown(request.subject),
      ].join('  '),
    ),
    ...section('Sales', view.sales, (sale) =>
      [
        sale.status.padEnd(10),
        day(sale.opened_at),
        money(sale.ordered_total ?? sale.quoted_total, sale.currency),
      ].join('  '),
    ),
    ...section('Satisfaction', view.assessments, (assessment) =>
      [
        day(assessment.collected_at),
        `overall ${overall(assessment.overall_hundredths)}`,
        `by ${assessment.mode ?? '–'}`,
      ].join('  '),
    ),
    ...section('Lately', view.timeline.slice(0, 12), (line) =>
      [
        minute(line.at),
        line.kind.padEnd(11),
        (line.channel ?? '').padEnd(7),
        printable(line.title ?? line.event),
      ].join('  '),
    ),
  ]
  io.out(`${lines.join('\n')}\n`)
}

const section = <A>(
  title: string,
  rows: ReadonlyArray<A>,
  lineOf: (row: A) => string,
): ReadonlyArray<string> =>
  rows.length === 0 ? [] : ['', bold(title), ...rows.map((row) => `  ${lineOf(row).trimEnd()}`)]
