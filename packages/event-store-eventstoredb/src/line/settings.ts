/**
 * What a line is made with.
 */
export interface LineSettings {
  readonly connectionString: string
  /** Those of the connection string; empty ones where it has none. */
  readonly credentials: { readonly username: string; readonly password: string }
  /** How long an append may take, in milliseconds. */
  readonly deadlineMs: number
  /** How long a read may wait for the next event, in milliseconds. */
  readonly idleMs: number
  /** `shared`: all appends in one call, where the server and the client can. `single`: a call each. */
  readonly appends: 'shared' | 'single'
}
