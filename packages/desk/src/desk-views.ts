/**
 * Read models as a desk reads them, wherever they are kept: a file answers at once, a server later.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { Kysely } from 'kysely'
import type { AnyQuestion, Checkpoint, Value, ViewsUnavailable } from '@deskledger/projection'
import type { PostgresProblem } from '@deskledger/projection/postgres'

export type Row = Readonly<Record<string, Value>>

/** Why a read model cannot be read. */
export type ViewsFailure = ViewsUnavailable | PostgresProblem

/** Nobody waits for what is there already, so reading a file stays as fast as it was. */
type Read<A> = E.Either<ViewsFailure, A> | Promise<E.Either<ViewsFailure, A>>

export type Rows = Read<ReadonlyArray<Row>>

export interface DeskViews {
  readonly db: Kysely<unknown>
  /** The rows of any query; parameters by name, `:now` without its colon. */
  readonly query: (sql: string, params?: Row) => Rows
  /** The rows of a question under the names that it declares. */
  readonly answer: (question: AnyQuestion, params: Row) => Rows
  readonly checkpoint: () => Read<Checkpoint>
  readonly close: () => void
}
