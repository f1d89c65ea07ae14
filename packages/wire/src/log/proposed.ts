/**
 * An outside writer's events as one append to a log of ours.
 *
 * The append is known by the ids of its events, so sent again it is one append, also after a lost
 * answer. What metadata says of the envelope under CloudEvents names is taken over; for whoever says
 * nothing, the writer is `system:<user>` and it happened now. `$correlationId` and `$causationId`, the
 * protocol's own names, count as well.
 */
import { hash } from 'node:crypto'
import { Actor, type CommandId, type Instant, type StreamName } from '@deskledger/kernel'
import {
  eventIdOf,
  surroundingsOf,
  type Append,
  type Expected,
  type NewEvent,
  type Surroundings,
} from '@deskledger/event-store'
import { keep, objectIn, type Content } from './kept.ts'
import { isCommandId } from './names.ts'

export interface Proposal extends Content {
  readonly type: string
}

/** One request to write, whichever call it came by. */
export interface Wish {
  readonly stream: string
  readonly expected: Expected
  readonly proposals: ReadonlyArray<Proposal>
  readonly user: string | undefined
}

/** None if an event has no id. */
export const appendOf = (
  { expected, proposals, user }: Wish,
  stream: StreamName,
  now: Instant,
): Append | undefined => {
  const said = proposals.map(({ metadata }) => objectIn(metadata) ?? {})
  const told = said.map(surroundingsOf)
  const commandId = commandOf(stream, proposals, told)
  if (commandId === undefined) return undefined
  const { $correlationId, $causationId } = said[0] ?? {}
  const { actor = writer(user), correlationId, causationId } = told[0] ?? {}
  const events = proposals.map((proposal, index): NewEvent => {
    const { schemaVersion = 1, occurredAt = now, concerns = [] } = told[index] ?? {}
    const data = keep(proposal, eventIdOf(stream, commandId, index))
    return { type: proposal.type, schemaVersion, data, occurredAt, concerns }
  })
  return {
    stream,
    expected,
    events,
    commandId,
    fingerprint: fingerprintOf(proposals),
    actor,
    ...named('correlationId', correlationId ?? $correlationId),
    ...named('causationId', causationId ?? $causationId),
  }
}

/**
 * The command that the events say they are of, if their ids agree; else the first event's id. So
 * whoever follows the log finds a command of ours under its own name.
 */
const commandOf = (
  stream: StreamName,
  proposals: ReadonlyArray<Proposal>,
  told: ReadonlyArray<Surroundings>,
): CommandId | undefined => {
  const said = told[0]?.commandId
  const agree = (id: string, index: number): boolean =>
    said !== undefined && id === eventIdOf(stream, said, index)
  if (proposals.every(({ id }, index) => agree(id, index))) return said
  const [first] = proposals
  return first !== undefined && isCommandId(first.id) ? first.id : undefined
}

/** The protocol knows events again by their ids alone. */
const fingerprintOf = (proposals: ReadonlyArray<Proposal>): string =>
  hash('sha256', proposals.map(({ id }) => id).join(' '), 'base64url')

const writer = (user = 'wire'): Actor => {
  const named = { kind: 'system', id: user }
  return Actor.is(named) ? named : { kind: 'system', id: 'wire' }
}

const named = <Name extends string>(
  name: Name,
  value: unknown,
): { readonly [K in Name]?: string } =>
  typeof value === 'string' && value !== '' && value.isWellFormed()
    ? ({ [name]: value } as { readonly [K in Name]: string })
    : {}
