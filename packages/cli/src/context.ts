/**
 * What every command is given: where to write, which desk, how loud.
 */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Io } from './output/io.ts'

export interface Context {
  readonly io: Io
  /** The folder of the desk, absolute. */
  readonly desk: string
  /** Whether `--desk` was given; otherwise it is the usual folder. */
  readonly isDeskNamed: boolean
  readonly json: boolean
  readonly quiet: boolean
  /** Something was found that somebody should look at: exit code 1. */
  readonly finding: () => void
}

interface GlobalOptions {
  readonly desk: string
  readonly json?: boolean
  readonly quiet?: boolean
}

export const contextOf = (command: Command, io: Io, state: { exitCode: number }): Context => {
  const { desk, json = false, quiet = false } = command.optsWithGlobals<GlobalOptions>()
  return {
    io,
    desk: resolve(desk),
    isDeskNamed: command.getOptionValueSourceWithGlobals('desk') === 'cli',
    json,
    quiet,
    finding: () => {
      state.exitCode = 1
    },
  }
}
