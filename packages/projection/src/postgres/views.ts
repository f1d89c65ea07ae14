/**
 * Reading a read model in Postgres: typed by kysely, by a named question, or as SQL. Nothing that
 * is read here can write.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { pipe } from 'fp-ts/lib/function.js'
import { Kysely, PostgresDialect } from 'kysely'
import type { Checkpoint } from '../checkpoint.ts'
import type { Value } from '../column.ts'
import type { Digests } from '../digest.ts'
import type { ViewsUnavailable } from '../errors.ts'
import { bound, type AnyQuestion, type BadParam, type Question } from '../question.ts'
import type { AnyTable, Row } from '../table.ts'
import { unavailable } from '../unavailable.ts'
import { checkpointRow } from './checkpoint-row.ts'
import { asked, queried } from './dialect.ts'
import { digest } from './digest.ts'
import { problemOf, withoutValues, type PostgresProblem } from './errors.ts'
import { onConnection, type Connection, type PostgresServer } from './server.ts'

export type ReadError = PostgresProblem | ViewsUnavailable

export interface PostgresViews<Tables> {
  readonly db: Kysely<Tables>
  /** The rows of any query; parameters by name, `:now` without its colon. */
  readonly query: (
    sql: string,
    params?: Readonly<Record<string, Value>>,
  ) => TaskEither<ReadError, ReadonlyArray<Row>>
  /** The answer to a question; `:now` is the latest fact that the read model has seen. */
  readonly ask: <Given, Answered>(
    question: Question<string, Given, Answered>,
    given?: Partial<Given>,
  ) => TaskEither<ReadError | BadParam, ReadonlyArray<Answered>>
  /** The rows of a question to which every parameter is given, `now` among them. */
  readonly answer: (
    question: AnyQuestion,
    params: Readonly<Record<string, Value>>,
  ) => TaskEither<ReadError, ReadonlyArray<Row>>
  readonly checkpoint: () => TaskEither<ReadError, Checkpoint>
  readonly digest: (tables: ReadonlyArray<AnyTable>) => TaskEither<ReadError, Digests>
}

export const postgresViews = <Tables>(server: PostgresServer): PostgresViews<Tables> => {
  const { schema } = server
  const attempt = <A>(work: (connection: Connection) => Promise<A>): TaskEither<ReadError, A> =>
    TE.tryCatch(
      () => onConnection(server, 'read', work),
      (error) => problemOf(error) ?? unavailable(schema, withoutValues(error)),
    )
  const checkpoint = () =>
    attempt(async (connection) => (await checkpointRow(schema).read(connection)).known)
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf(server) }) }),
    query: (sql, params) => attempt(async ({ query }) => (await query(queried(sql, params))).rows),
    ask: (question, given = {}) =>
      pipe(
        attempt((connection) => answered(server, connection, { question, given })),
        TE.flatMapEither((answer) => answer as E.Either<BadParam, []>),
      ),
    answer: (question, params) => attempt((connection) => rowsOf(connection, question, params)),
    checkpoint,
    digest: (tables) =>
      TE.tryCatch(
        () => digest(server, tables),
        (error) => problemOf(error) ?? unavailable(schema, withoutValues(error)),
      ),
  }
}

interface Asking {
  readonly question: AnyQuestion
  readonly given: Readonly<Record<string, unknown>>
}

const answered = async (
  { schema }: PostgresServer,
  connection: Connection,
  { question, given }: Asking,
): Promise<E.Either<BadParam, ReadonlyArray<Row>>> => {
  const { known } = await checkpointRow(schema).read(connection)
  const params = bound(question, given, known.now ?? 0)
  if (E.isLeft(params)) return params
  return E.right(await rowsOf(connection, question, params.right))
}

/** Under the names that the question declares, in the order of its columns. */
const rowsOf = async (
  { lists }: Connection,
  question: AnyQuestion,
  params: Readonly<Record<string, Value>>,
): Promise<ReadonlyArray<Row>> => {
  const names = Object.keys(question.columns)
  const rows = await lists(asked(question, params))
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))
}

/** What kysely takes for a pool of `pg`. */
const poolOf = (server: PostgresServer) => ({
  connect: async () => {
    const { query, release } = await server.connect('read')
    return {
      query: async (text: string, values: ReadonlyArray<unknown>) => {
        const { rows, count, command } = await query({ text, values })
        return { rows, rowCount: count, command }
      },
      release: () => release(),
    } as never
  },
  end: () => Promise.resolve(),
  options: {},
})
