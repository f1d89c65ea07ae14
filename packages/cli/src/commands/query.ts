/**
 * `deskledger query`: a named question or any SELECT, each answer with its freshness.
 */
import * as O from 'fp-ts/lib/Option.js'
import { fromIso, toIso } from '@deskledger/kernel'
import {
  asOfDesk,
  assembled,
  nearest,
  ProblemError,
  problemOf,
  readDesk,
  type Freshness,
  type ReadingDesk,
} from '@deskledger/desk'
import type { AnyQuestion, Value } from '@deskledger/projection'
import type { Context } from '../context.ts'
import { usageError } from '../output/problem.ts'
import { dim } from '../output/style.ts'
import { rowsAs, type Format } from '../output/table.ts'

interface QueryOptions {
  readonly param?: ReadonlyArray<string>
  readonly at?: string
  readonly list?: boolean
  readonly show?: boolean
  readonly format: Format
}

export const query = async (
  context: Context,
  words: ReadonlyArray<string>,
  options: QueryOptions,
): Promise<void> => {
  if (options.list === true) return list(context, options)
  const text = words.join(' ').trim()
  if (text === '') throw nothingAsked
  if (options.show === true) return show(context, text)
  expectOneName(words)
  const now = await readDesk({ folder: context.desk })
  try {
    const question = now.questions.get(text)
    const desk = options.at === undefined ? now : await asOfDesk(now, options.at)
    await answer(context, desk, text, question, options)
    if (desk !== now) await desk.close()
  } finally {
    await now.close()
  }
}

const nothingAsked = usageError(
  'DL9001',
  'Nothing was asked.',
  'query needs the name of a question or a SELECT',
  'list the questions: deskledger query --list',
)

/** A parameter without its option would be read as a part of an SQL text. */
const expectOneName = ([name = '', ...others]: ReadonlyArray<string>): void => {
  if (others.length === 0 || !assembled().questions.has(name)) return
  throw usageError(
    'DL9014',
    'A question is its name alone.',
    `${name} is followed by something else`,
    `give parameters as options: deskledger query ${name} --param name=value`,
  )
}

const answer = async (
  { io, json, quiet }: Context,
  desk: ReadingDesk,
  text: string,
  question: AnyQuestion | undefined,
  { param = [], at, format }: QueryOptions,
): Promise<void> => {
  const params = paramsOf(param, question)
  const isName = question !== undefined || /^\w+$/.test(text)
  const answered = isName
    ? await desk.ask(text as never, params as never)
    : await desk.query(text, params)
  if (!answered.ok) throw new ProblemError(problemOf(answered.error))
  const { rows, asOf } = answered
  const columns = question === undefined ? columnsOf(rows) : Object.keys(question.columns)
  io.out(rowsAs(json ? 'json' : format, columns, rows))
  if (quiet) return
  if (rows.length === 0) io.err(dim('no rows\n'))
  io.err(dim(`${at === undefined ? wordsOf(asOf) : wordsOf({ ...asOf, behind: 0 })}\n`))
}

const wordsOf = ({ position, now, behind }: Freshness): string => {
  const n = (count: number): string => count.toLocaleString('en')
  const facts = position === 0 ? 'no facts yet' : `facts up to ${toIso(now)}`
  const hint = behind === 0 ? '' : ` (${n(behind)} events behind the log: deskledger project)`
  return `as of position ${n(position)}, ${facts}${hint}`
}

const columnsOf = (rows: ReadonlyArray<object>): ReadonlyArray<string> => Object.keys(rows[0] ?? {})

/** `name=value`; numbers and ISO instants become numbers where the question expects them. */
const paramsOf = (
  given: ReadonlyArray<string>,
  question: AnyQuestion | undefined,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    given.map((each) => {
      const [, name, value] = /^:?(\w+)=(.*)$/s.exec(each) ?? []
      if (name === undefined || value === undefined) throw notAParam
      return [name, valueOf(value, question?.params[name]?.kind)]
    }),
  )

const notAParam = usageError(
  'DL9002',
  'A parameter is written name=value.',
  'what follows --param has another form',
  'for example --param queue=engineers; the question comes before its parameters',
)

const valueOf = (value: string, kind: 'text' | 'integer' | 'instant' | undefined): Value => {
  if (kind === 'text') return value
  if (/^-?\d{1,15}$/.test(value)) return Number(value)
  const instant = kind === 'integer' ? O.none : fromIso(value)
  return O.isSome(instant) && (kind === 'instant' || /T/.test(value)) ? instant.value : value
}

/** The list and the SQL of the questions need no desk. */
const list = ({ io, json }: Context, { format }: QueryOptions): void => {
  const rows = [...assembled().questions.values()]
    .map(({ name, asks, params }) => ({
      question: name,
      asks,
      parameters: Object.entries(params)
        .map(([param, { otherwise }]) => (otherwise === undefined ? param : `[${param}]`))
        .join(' '),
    }))
    .sort((a, b) => (a.question < b.question ? -1 : 1))
  io.out(rowsAs(json ? 'json' : format, ['question', 'asks', 'parameters'], rows))
}

const show = ({ io, json }: Context, text: string): void => {
  const { questions } = assembled()
  const question = questions.get(text)
  if (question === undefined) throw unknown(text, [...questions.keys()])
  const { name, asks, doc, sql, params, columns } = question
  if (json) {
    const told = { name, asks, doc, params, columns, sql: sql.sqlite.trim() }
    return io.out(`${JSON.stringify(told, null, 2)}\n`)
  }
  const lines = [
    `-- ${name}: ${asks}`,
    ...doc.split('\n').map((line) => `-- ${line}`),
    ...Object.entries(params).map(
      ([param, { kind, doc: meaning }]) => `-- :${param} ${kind}, ${meaning}`,
    ),
    sql.sqlite.trim(),
  ]
  io.out(`${lines.join('\n')}\n`)
}

const unknown = (name: string, known: ReadonlyArray<string>): ProblemError => {
  const didYouMean = nearest(name, known)
  const hint = didYouMean === undefined ? {} : { didYouMean }
  return new ProblemError(problemOf({ _tag: 'UnknownQuestion', name, known, ...hint }))
}
