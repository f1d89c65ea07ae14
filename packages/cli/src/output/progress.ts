/**
 * Progress of long work, on stderr: a bar with rate and ETA on a terminal after half a second,
 * otherwise a line every ten seconds, nothing where quiet was asked for.
 */
import { Presets, SingleBar } from 'cli-progress'
import type { Io } from './io.ts'

export interface Progress {
  /** `done` of `total` in the same unit; `count` things so far. */
  readonly update: (done: number, total: number, count: number) => void
  readonly stop: () => void
}

const silent: Progress = { update: () => undefined, stop: () => undefined }

export const progress = (io: Io, what: string, things: string, quiet: boolean): Progress => {
  if (quiet) return silent
  return io.isTerminal ? bar(what, things) : lines(io, what, things)
}

const rateOf = (count: number, sinceMs: number): string =>
  Math.round((1_000 * count) / Math.max(1, performance.now() - sinceMs)).toLocaleString('en')

/** Ctrl-C ends the command at once, so nothing of the terminal may need to be put right again. */
const untouched = { hideCursor: false, linewrap: true, gracefulExit: false } as const

const bar = (what: string, things: string): Progress => {
  const began = performance.now()
  let shown: SingleBar | undefined
  const begin = (total: number): SingleBar => {
    const format = `${what} [{bar}] {percentage} %  {count} ${things}  {rate}/s  ETA {eta_formatted}`
    const made = new SingleBar({ ...untouched, format, stream: process.stderr }, Presets.legacy)
    made.start(total, 0, { count: 0, rate: 0 })
    return made
  }
  return {
    update: (done, total, count) => {
      if (shown === undefined && performance.now() - began < 500) return
      shown ??= begin(total)
      shown.setTotal(total)
      shown.update(done, { count: count.toLocaleString('en'), rate: rateOf(count, began) })
    },
    stop: () => shown?.stop(),
  }
}

const lines = (io: Io, what: string, things: string): Progress => {
  const began = performance.now()
  let next = 10_000
  return {
    update: (done, total, count) => {
      const elapsed = performance.now() - began
      if (elapsed < next) return
      next += 10_000
      const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
      const seconds = done === 0 ? '?' : Math.round(((total - done) * elapsed) / done / 1_000)
      const counted = `${count.toLocaleString('en')} ${things}  ${rateOf(count, began)}/s`
      io.err(`${what} ${percent} %  ${counted}  ETA ${seconds} s\n`)
    },
    stop: () => undefined,
  }
}
