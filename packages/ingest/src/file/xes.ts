/**
 * XES event logs (IEEE 1849): a row for each event of each trace, read as a stream.
 *
 * Nested attributes are flattened, `a` within `b` is `b.a`; a name that comes twice is numbered,
 * `b.a.2`. What the log says of itself (extensions, globals, classifiers, its own attributes) is
 * no data of a case. Values stay as they are written. Entities of a document type are not expanded.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { brokenOff, caughtAt } from './broken-off.ts'
import type { Broken, Row } from './row.ts'
import { isUndecodable } from './text.ts'

/** The encoding that the XML declaration names. */
export const xmlEncoding = (start: Buffer): string | undefined =>
  /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    start
      .subarray(0, 512)
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf/, ''),
  )?.[1]

export async function* xesRows(text: AsyncIterable<string>): AsyncGenerator<Row | Broken> {
  const reading = xesReader()
  try {
    for await (const chunk of text) yield* reading.write(chunk)
  } catch (caught) {
    throw caughtAt(caught, reading.line())
  }
  yield* reading.close()
}

/** A trace or an event that is being read. */
interface Part {
  readonly line: number
  readonly fields: Map<string, string>
  /** The names of the attributes around the next one. */
  readonly path: Array<string>
  isDamaged: boolean
}

type Item = Row | Broken
interface XesReader {
  /** The line that is being read. */
  readonly line: () => number
  readonly write: (chunk: string) => Generator<Item>
  readonly close: () => Generator<Item>
}

const xesReader = (): XesReader => {
  const parser = new SaxesParser({})
  let items: Array<Item> = []
  let malformedAt: number | undefined
  let isXes = false
  /** How deep we are in something that is no data of a case. */
  let skipped = 0
  let trace: Part | undefined
  let event: Part | undefined
  let hasEvents = false

  const begun = (): Part => ({ line: parser.line, fields: new Map(), path: [], isDamaged: false })
  const setAside = (flaw: Broken['flaw'], line: number): void => void items.push({ line, flaw })

  const openRoot = (name: string): void => {
    if (name !== 'log') throw brokenOff('notXes', parser.line)
    isXes = true
  }

  const openInLog = (name: string): void => {
    if (name === 'trace') trace = begun()
    else if (name === 'event') event = begun()
    else skipped = 1
    hasEvents = false
  }

  const openInTrace = (part: Part, name: string, tag: SaxesTagPlain): void => {
    if (name === 'event') {
      event = begun()
      hasEvents = true
      return
    }
    if (hasEvents && part.path.length === 0) {
      setAside({ _tag: 'AttributesAfterEvents' }, parser.line)
      skipped = 1
      return
    }
    openAttribute(part, tag)
  }

  const open = (tag: SaxesTagPlain): void => {
    if (malformedAt !== undefined) return
    const name = local(tag.name)
    if (skipped > 0) skipped += 1
    else if (!isXes) openRoot(name)
    else if (event !== undefined) openAttribute(event, tag)
    else if (trace !== undefined) openInTrace(trace, name, tag)
    else openInLog(name)
  }

  const close = (): void => {
    if (malformedAt !== undefined) return
    if (skipped > 0) skipped -= 1
    else if (event !== undefined) closeEvent(event)
    else if (trace !== undefined && trace.path.pop() === undefined) trace = undefined
  }

  const closeEvent = (closed: Part): void => {
    if (closed.path.pop() !== undefined) return
    event = undefined
    const { line, fields } = closed
    if (trace === undefined) setAside({ _tag: 'EventOutsideTrace' }, line)
    else if (closed.isDamaged || trace.isDamaged) setAside({ _tag: 'WrongEncoding' }, line)
    else items.push({ line, fields, caseFields: trace.fields })
  }

  parser.on('error', () => {
    malformedAt ??= parser.line
  })
  parser.on('opentag', open)
  parser.on('closetag', close)

  function* given(): Generator<Item> {
    const ready = items
    items = []
    yield* ready
    if (malformedAt !== undefined) throw brokenOff('malformedXml', malformedAt)
  }
  return {
    line: () => parser.line,
    *write(chunk) {
      parser.write(chunk)
      yield* given()
    },
    *close() {
      parser.close()
      yield* given()
    },
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** The values of a list stand in an element of their own, which has no key. */
const openAttribute = (part: Part, { attributes: { key = '', value } }: SaxesTagPlain): void => {
  const around = part.path.at(-1) ?? ''
  const name = key === '' || around === '' ? around + key : `${around}.${key}`
  part.path.push(name)
  if (value === undefined || key === '') return
  part.fields.set(numbered(part.fields, name), value)
  part.isDamaged ||= isUndecodable(value) || isUndecodable(key)
}

const numbered = (fields: ReadonlyMap<string, string>, name: string): string => {
  if (!fields.has(name)) return name
  let n = 2
  while (fields.has(`${name}.${n}`)) n += 1
  return `${name}.${n}`
}
