/**
 * Why a row is what it is, for people and for programs.
 */
import { maskedIn, type Explanation, type Touch } from '@deskledger/audit'
import { toIso, type Actor } from '@deskledger/kernel'
import type { AnyTable, Value } from '@deskledger/projection'
import { bold, dim, green, yellow } from './style.ts'
import type { Io } from './io.ts'

/** Whether the read model holds the row that the events give. */
export type Standing = 'agrees' | 'differs' | 'not looked at'

export interface Shown {
  readonly standing: Standing
  readonly showPersonal: boolean
  /** Up to where it is explained; the end of the log if undefined. */
  readonly position: number | undefined
}

type Show = (column: string, value: Value | undefined) => Value | undefined

const showing = (table: AnyTable, { showPersonal }: Shown): Show => {
  const masked = maskedIn(table)
  return (column, value) => (value === undefined || showPersonal ? value : masked(column, value))
}

export const explanationAsJson = (explanation: Explanation, shown: Shown): unknown => {
  const { table, key, row, origins, sources } = explanation
  const show = showing(table, shown)
  return {
    table: table.name,
    key,
    position: shown.position,
    standing: shown.standing,
    row: row && Object.fromEntries(Object.entries(row).map(([name, v]) => [name, show(name, v)])),
    follows: table.of && { table: table.of.name, rows: sources, positions: origins },
    touches: explanation.touches.map(({ changes, occurredAt, recordedAt, ...touch }) => ({
      ...touch,
      occurredAt: toIso(occurredAt),
      recordedAt: toIso(recordedAt),
      changes: changes.map(({ column, before, after }) => ({
        column,
        before: show(column, before),
        after: show(column, after),
      })),
    })),
  }
}

export const tellExplanation = (io: Io, explanation: Explanation, shown: Shown): void => {
  const { table, key, touches, origins, sources } = explanation
  const name = Object.values(key).join(' ')
  const events = touches.length === 1 ? '1 event' : `${touches.length} events`
  const show = showing(table, shown)
  io.out(`${bold(table.name)} ${name}: ${events}\n`)
  for (const touch of touches) io.out(`\n${linesOf(touch, show).join('\n')}\n`)
  if (table.of !== undefined)
    io.out(
      dim(`\nfrom ${sources} rows of ${table.of.name}, made by ${origins.length} more events\n`),
    )
  io.out(`\n${verdict(shown)}\n`)
}

const verdict = ({ standing, position }: Shown): string => {
  const where = position === undefined ? '' : ` up to position ${position}`
  switch (standing) {
    case 'agrees':
      return `${green('ok')}    the read model holds what these events give${where}`
    case 'differs':
      return `${yellow('LOOK')}  the read model holds something else: deskledger audit diff`
    case 'not looked at':
      return dim(`explained from the log alone${where}`)
  }
}

const linesOf = (touch: Touch, show: Show): ReadonlyArray<string> => {
  const { position, type, effect, occurredAt, recordedAt, actor } = touch
  const { stream, revision, commandId, correlationId } = touch
  const width = Math.max(0, ...touch.changes.map(({ column }) => column.length))
  const correlation = correlationId === commandId ? '' : `, correlation ${correlationId}`
  return [
    `${bold(`${position}  ${type}`)}  ${effect}`,
    `    ${toIso(occurredAt)}  recorded ${toIso(recordedAt)}`,
    `    by ${said(actor)}, command ${commandId}${correlation}`,
    dim(`    ${stream} revision ${revision}`),
    ...touch.changes.map(({ column, before, after }) => {
      const now = text(show(column, after))
      const change = before === undefined ? now : `${text(show(column, before))} → ${now}`
      return `      ${column.padEnd(width)}  ${change}`
    }),
  ]
}

export const said = ({ kind, id, onBehalfOf, reason }: Actor): string => {
  const because = reason === undefined ? '' : ` (${reason})`
  return `${kind}:${id}${onBehalfOf === undefined ? '' : ` on behalf of ${onBehalfOf}`}${because}`
}

const text = (value: Value | undefined): string => {
  if (value === undefined) return '(no row)'
  return value === null ? '–' : String(value)
}
