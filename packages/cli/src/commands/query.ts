/**
 * `deskledger query`: a named question or any SELECT, each answer with its freshness.
 */
import * as O from 'fp-ts/lib/Option.js'
import { fromIso, toIso } from '@deskledger/kernel'
import { asOfDesk, ProblemError, problemOf, readDesk, type ReadingDesk } from '@deskledger/desk'
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
  const now = await readDesk({ folder: context.desk })
  try {
    if (options.list === true) return list(context, now, options)
    const text = words.join(' ').trim()
    if (text === '') throw nothingAsked
    const question = now.questions.get(text)
    if (options.show === true) return show(context, text, question)
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

const answer = async (
  { io, json, quiet }: Context,
  desk: ReadingDesk,
  text: string,
  question: AnyQuestion | undefined,
  { param = [], format }: QueryOptions,
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
  const behind = asOf.behind === 0 ? '' : ` (${asOf.behind} behind the log: deskledger project)`
  const facts = asOf.position === 0 ? 'no facts yet' : `facts up to ${toIso(asOf.now)}`
  io.err(dim(`as of position ${asOf.position.toLocaleString('en')}, ${facts}${behind}\n`))
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
      if (name === undefined || value === undefined) throw notAParam(each)
      return [name, valueOf(value, question?.params[name]?.kind)]
    }),
  )

const notAParam = (given: string) =>
  usageError(
    'DL9002',
    'A parameter is written name=value.',
    `this is ${given}`,
    'for example --param queue=engineers',
  )

const valueOf = (value: string, kind: 'text' | 'integer' | 'instant' | undefined): Value => {
  if (kind === 'text') return value
  if (/^-?\d{1,15}$/.test(value)) return Number(value)
  const instant = kind === 'integer' ? O.none : fromIso(value)
  return O.isSome(instant) && (kind === 'instant' || /T/.test(value)) ? instant.value : value
}

const list = (
  { io, json }: Context,
  { questions }: ReadingDesk,
  { format }: QueryOptions,
): void => {
  const rows = [...questions.values()]
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

const show = ({ io }: Context, text: string, question: AnyQuestion | undefined): void => {
  if (question === undefined) return io.out(`${text}\n`)
  const { name, asks, doc, sql, params } = question
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
