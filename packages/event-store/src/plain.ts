/**
 * The same calls for those who do not use fp-ts: `{ ok: true, … }` or `{ ok: false, error }`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** Data, never an exception: look at `ok` first and the compiler knows the rest. */
export type Result<Error, Value extends object> =
  ({ readonly ok: true } & Value) | { readonly ok: false; readonly error: Error }

export const toResult = async <Error, Value extends object>(
  task: TaskEither<Error, Value>,
): Promise<Result<Error, Value>> => {
  const answer = await task()
  return E.isLeft(answer) ? { ok: false, error: answer.left } : { ok: true, ...answer.right }
}
