/**
 * A file that cannot be used, as an error value.
 */
import type { ViewsUnavailable } from './errors.ts'
import { codeOf } from './sqlite/errors.ts'

export const unavailable = (file: string, cause: unknown): ViewsUnavailable => ({
  _tag: 'ViewsUnavailable',
  file,
  code: codeOf(cause),
  cause,
})
