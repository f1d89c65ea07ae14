/**
 * `deskledger events`: the log, readable. Personal data is shown only where it is asked for.
 */
import * as O from 'fp-ts/lib/Option.js'
import { concern, fromIso, toIso, type Fact, type RecordedEvent } from '@deskledger/kernel'
import { nearest, readDesk } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { usageError } from '../output/problem.ts'
import { rowsAs } from '../output/table.ts'
import { dim } from '../output/style.ts'

interface EventsOptions {
  readonly type?: ReadonlyArray<string>
  readonly stream?: string
  readonly party?: string
  readonly after?: string
  readonly since?: string
  readonly until?: string
  readonly limit: string
  readonly data?: boolean
}

export const events = async (context: Context, options: EventsOptions): Promise<void> => {
  const { desk: folder, io, json, quiet } = context
  const after = whole('--after', options.after ?? '0')
  const limit = whole('--limit', options.limit)
  const wanted = matching(options)
  const desk = await readDesk({ folder })
  try {
    const types = options.type
    for (const type of types ?? []) known(type, [...desk.registry.codecs.keys()])
    const found: Array<RecordedEvent<Fact>> = []
    let isMore = false
    for await (const event of desk.events(types === undefined ? { after } : { after, types })) {
      if (!wanted(event)) continue
      isMore = found.length === limit
      if (isMore) break
      found.push(event)
    }
    const lines = found.map((event) => lineOf(event, options.data === true))
    const columns = ['position', 'at', 'type', 'stream', 'revision', 'actor']
    if (json) io.out(rowsAs('ndjson', [], lines))
    else io.out(rowsAs('table', options.data === true ? [...columns, 'data'] : columns, lines))
    const last = found.at(-1)
    if (quiet) return
    if (last === undefined) io.err(dim('no event is like that\n'))
    else if (isMore) io.err(dim(`more: repeat with --after ${last.position}\n`))
  } finally {
    await desk.close()
  }
}

const lineOf = (event: RecordedEvent<Fact>, withData: boolean) => {
  const { position, occurredAt, type, stream, revision, actor, data } = event
  const line = {
    position,
    at: toIso(occurredAt),
    type,
    stream,
    revision,
    actor: `${actor.kind}:${actor.id}`,
  }
  return withData ? { ...line, data } : line
}

const matching = ({ stream, party, since, until }: EventsOptions) => {
  const from = since === undefined ? -Infinity : instant('--since', since)
  const to = until === undefined ? Infinity : instant('--until', until)
  const about = party === undefined ? undefined : concern('party', party)
  return ({ stream: name, occurredAt, concerns }: RecordedEvent<Fact>): boolean =>
    occurredAt >= from &&
    occurredAt < to &&
    (stream === undefined || name === stream) &&
    (about === undefined || concerns.includes(about))
}

const known = (type: string, types: ReadonlyArray<string>): void => {
  if (types.includes(type)) return
  const hint = nearest(type, types)
  throw usageError(
    'DL9010',
    'No module of this desk knows the event type.',
    `it is ${type}`,
    hint === undefined ? 'the types are in docs/reference/events.md' : `did you mean ${hint}?`,
  )
}

const whole = (option: string, value: string): number => {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw usageError(
    'DL9011',
    `${option} takes a whole number.`,
    'expected digits only',
    `for example ${option} 100`,
  )
}

const instant = (option: string, value: string): number => {
  const found = fromIso(value)
  if (O.isSome(found)) return found.value
  throw usageError(
    'DL9012',
    `${option} takes an instant.`,
    'expected a date or time in ISO 8601',
    `for example ${option} 2026-03-31T22:00Z`,
  )
}
