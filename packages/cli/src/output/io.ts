/**
 * Where a command writes: data to stdout, everything else to stderr.
 */
export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether somebody looks at stderr while it is written. */
  readonly isTerminal: boolean
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
}
