/**
 * Facts as a log would give them back, for specifications.
 */
import {
  concern,
  type Actor,
  type CommandId,
  type Fact,
  type Instant,
  type RecordedEvent,
  type ResumeToken,
} from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'

const actor: Actor = { kind: 'agent', id: 'clerk' }

/**
 * The facts in order, each a step behind the one before. Positions have gaps, as they have on some
 * logs. Each fact stands in the stream of the first id in its data and concerns all of them.
 */
export const recorded = <E extends Fact>(
  facts: ReadonlyArray<E | RecordedEvent<E>>,
): ReadonlyArray<RecordedEvent<E>> => {
  const revisions = new Map<string, number>()
  return facts.map((fact, i) => {
    const position = 3 * (i + 1)
    if ('position' in fact) return moved(fact, position)
    const ids = idsIn(fact.data)
    const [[kind, own] = ['fact', id(1)]] = ids
    const stream = `${kind}-${own}` as const
    const revision = (revisions.get(stream) ?? -1) + 1
    revisions.set(stream, revision)
    const commandId = id<CommandId>(10_000 + i)
    return {
      ...fact,
      id: id(20_000 + i),
      stream,
      revision,
      position,
      token: String(position) as ResumeToken,
      schemaVersion: 1,
      occurredAt: occurredAt(fact.data) ?? at(i),
      recordedAt: at(i),
      concerns: ids.map(([subject, subjectId]) => concern(subject, subjectId)),
      actor,
      commandId,
      correlationId: commandId,
      causationId: commandId,
    } as unknown as RecordedEvent<E>
  })
}

/** The same event at another place of the log, or with other data. */
export const moved = <E extends Fact>(
  event: RecordedEvent<E>,
  position: number,
  data: unknown = event.data,
): RecordedEvent<E> => {
  const { type, id: own, stream, revision, schemaVersion, occurredAt: happened } = event
  const { recordedAt, concerns, actor: by, commandId, correlationId, causationId } = event
  return {
    type,
    data,
    id: own,
    stream,
    revision,
    position,
    token: String(position),
    schemaVersion,
    occurredAt: happened,
    recordedAt,
    concerns,
    actor: by,
    commandId,
    correlationId,
    causationId,
  } as unknown as RecordedEvent<E>
}

/** `partyId: 'x'` gives `party` and `x`. */
const idsIn = (data: unknown): ReadonlyArray<readonly [kind: string, id: string]> =>
  Object.entries(Object(data)).flatMap(([field, value]) =>
    field.endsWith('Id') && typeof value === 'string' ? [[field.slice(0, -2), value]] : [],
  )

const occurredAt = (data: unknown): Instant | undefined =>
  typeof data === 'object' && data !== null && 'at' in data && typeof data.at === 'number'
    ? (data.at as Instant)
    : undefined
