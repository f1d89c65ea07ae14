/**
 * `deskledger events`: the log, readable. Personal data is shown only where it is asked for.
 */
import * as O from 'fp-ts/lib/Option.js'
import { concern, fromIso, toIso, type Fact, type RecordedEvent } from '@deskledger/kernel'
import { nearest, readDesk, type ForeignEvent, type ReadingDesk } from '@deskledger/desk'
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
  readonly raw?: boolean
}

type Logged = RecordedEvent<Fact> | ForeignEvent

export const events = async (context: Context, options: EventsOptions): Promise<void> => {
  const { desk: folder, io, json, quiet } = context
  const after = whole('--after', options.after ?? '0')
  const limit = whole('--limit', options.limit)
  const wanted = matching(options)
  const desk = await readDesk({ folder })
  try {
    const types = options.type
    for (const type of types ?? []) await known(type, desk)
    const found: Array<Logged> = []
    let isMore = false
    const filter = { after, raw: options.raw === true }
    for await (const event of desk.events(types === undefined ? filter : { ...filter, types })) {
      if (!wanted(event)) continue
      isMore = found.length === limit
      if (isMore) break
      found.push(event)
    }
    const lines = found.map((event) => lineOf(event, options))
    const marked = lines.map((line) =>
      'foreign' in line ? { ...line, type: `${line.type} (foreign)` } : line,
    )
    const columns = ['position', 'at', 'type', 'stream', 'revision', 'actor']
    if (json) io.out(rowsAs('ndjson', [], lines))
    else io.out(rowsAs('table', withData(options) ? [...columns, 'data'] : columns, marked))
    const last = found.at(-1)
    if (quiet) return
    io.err(dim(remarkOn(found, options)))
    if (last === undefined) io.err(dim('no event is like that\n'))
    else if (isMore) io.err(dim(`more: repeat with --after ${last.position}\n`))
  } finally {
    await desk.close()
  }
}

const withData = ({ data, raw }: EventsOptions): boolean => data === true || raw === true

const lineOf = (event: Logged, { data: isAsked }: EventsOptions) => {
  const { position, occurredAt, stream, revision, actor, data } = event
  const line = {
    position,
    at: toIso(occurredAt),
    type: event.type,
    stream,
    revision,
    actor: `${actor.kind}:${actor.id}`,
  }
  if (!isForeign(event)) return isAsked === true ? { ...line, data } : line
  const { type, raw } = event.data
  return { ...line, type, foreign: true, ...(raw === undefined ? {} : { data: raw }) }
}

const isForeign = (event: Logged): event is ForeignEvent => event.type === '$foreign'

/** Nobody here can tell what of them is personal, so their data is asked for by a word of its own. */
const remarkOn = (found: ReadonlyArray<Logged>, { raw }: EventsOptions): string => {
  const { length } = found.filter(isForeign)
  if (length === 0) return ''
  const are = length === 1 ? 'event is foreign' : 'events are foreign'
  const more = raw === true ? '' : '; --raw shows what they say'
  return `${length} ${are}: no module of this desk knows their type${more}\n`
}

const matching = ({ stream, party, since, until }: EventsOptions) => {
  const from = since === undefined ? -Infinity : instant('--since', since)
  const to = until === undefined ? Infinity : instant('--until', until)
  const about = party === undefined ? undefined : concern('party', party)
  return ({ stream: name, occurredAt, concerns }: Logged): boolean =>
    occurredAt >= from &&
    occurredAt < to &&
    (stream === undefined || name === stream) &&
    (about === undefined || concerns.includes(about))
}

/** A type that no module knows may have been written by another program. */
const known = async (type: string, desk: ReadingDesk): Promise<void> => {
  const types = [...desk.registry.codecs.keys()]
  if (types.includes(type)) return
  for await (const _ of desk.events({ types: [type] })) return
  const hint = nearest(type, types)
  throw usageError(
    'DL9010',
    'There is no such type of event.',
    `no module of this desk knows ${type}, and none was written`,
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
