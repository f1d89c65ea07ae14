/**
 * A desk that is awake: its read models follow the log, and its policies react in the one process
 * that leads. What ends them in passing, such as a server that is away, ends them for a while.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Command, Instant } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import { live, type Live, type Runner, type RunnerError } from '@deskledger/process'
import type { Projection, ProjectionError } from '@deskledger/projection'
import { mayPass, patience } from './passing.ts'

export interface NamedRunner {
  readonly name: string
  readonly runner: Runner<Command>
}

export interface Awake {
  readonly viewsError: () => ProjectionError | undefined
  readonly policyErrors: () => ReadonlyArray<{ readonly name: string; readonly error: RunnerError }>
  readonly stop: () => Promise<void>
}

/** What a policy works with. */
export interface House {
  readonly store: EventStore
  readonly clock: () => Instant
  /** Whether policies get ready to take over while somebody else leads. */
  readonly standsBy: boolean
  /** Hears that a policy has stopped, and why. */
  readonly failed: (policy: string, tag: string) => void
}

/** How often to look whether this process has come to lead, or no longer does, in milliseconds. */
const lookEveryMs = 250

/** How often to learn what the one who leads has dealt with, in milliseconds. */
const standByEveryMs = 2_000

export const awake = (
  projection: Projection,
  runners: ReadonlyArray<NamedRunner>,
  house: House,
): Awake => {
  const stopping = new AbortController()
  const { signal } = stopping
  const models = following(projection, signal)
  const posts = runners.map((one) => postOf(one, { ...house, leads: projection.leads }))

  const look = (): void => {
    if (signal.aborted) return
    for (const post of posts) {
      if (projection.leads()) post.begin()
      else void post.rest().then(post.standBy)
    }
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  setImmediate(look)

  return {
    viewsError: models.error,
    policyErrors: () =>
      posts.flatMap(({ name, error }) => {
        const why = error()
        return why === undefined ? [] : [{ name, error: why }]
      }),
    stop: async () => {
      stopping.abort()
      clearInterval(timer)
      await Promise.all(posts.map((post) => post.stop()))
      await projection.close()
      await models.ended
    },
  }
}

/** Follows, and begins again where it may help; the error stays until it has come level once more. */
const following = (projection: Projection, signal: AbortSignal) => {
  const { pause, calm } = patience(signal)
  let error: ProjectionError | undefined
  const failed = (ended: E.Either<ProjectionError, unknown>): boolean => {
    if (E.isRight(ended) || ended.left._tag === 'ProjectionClosed') return false
    error = ended.left
    return true
  }
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      if (!failed(await projection.run()())) return
      do {
        if (error === undefined || !mayPass(error)) return
        await pause()
      } while (!signal.aborted && failed(await projection.catchUp()()))
      error = undefined
      calm()
    }
  }
  return { ended: follow(), error: () => error }
}

interface Led extends House {
  readonly leads: () => boolean
}

/** A policy at work while this process leads. */
const postOf = ({ name, runner }: NamedRunner, { store, clock, leads, failed, standsBy }: Led) => {
  const { isOver, wait, calm } = patience()
  let error: RunnerError | undefined
  let working: Live | undefined

  const settle = async (): ReturnType<typeof runner.settle> => {
    const settled = await runner.settle(leads)
    if (E.isRight(settled)) {
      error = undefined
      calm()
    }
    return settled
  }
  const begin = (): void => {
    if (working !== undefined || !isOver() || (error !== undefined && !mayPass(error))) return
    const one = live({ ...runner, settle }, store, clock)
    working = one
    void one.ended.then((why) => {
      if (working === one) working = undefined
      if (why === undefined || why._tag === 'NotLeading') return
      error = why
      failed(name, why._tag)
      wait()
    })
  }
  const rest = async (): Promise<void> => {
    const one = working
    if (one === undefined) return
    await one.stop()
    if (working === one) working = undefined
  }
  let standing: Promise<unknown> | undefined
  let nextAt = -Infinity
  /** What it cannot learn now it learns next time, or when it leads. */
  const standBy = (): void => {
    if (!standsBy || standing !== undefined || performance.now() < nextAt) return
    standing = runner.standBy().finally(() => {
      standing = undefined
      nextAt = performance.now() + standByEveryMs
    })
  }
  const stop = async (): Promise<void> => {
    await rest()
    await standing
  }
  return { name, begin, rest, standBy, stop, error: () => error }
}
