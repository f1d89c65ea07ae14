/**
 * A desk that is awake: its read models follow the log, and its policies react in the one process
 * that leads.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Command, Instant } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import { live, type Live, type Runner, type RunnerError } from '@deskledger/process'
import type { Projection, ProjectionError } from '@deskledger/projection'

export interface NamedRunner {
  readonly name: string
  readonly runner: Runner<Command>
}

export interface Awake {
  readonly viewsError: () => ProjectionError | undefined
  readonly policyErrors: () => ReadonlyArray<{ readonly name: string; readonly error: RunnerError }>
  readonly stop: () => Promise<void>
}

/** How often to look whether this process has come to lead, or no longer does, in milliseconds. */
const lookEveryMs = 250

export const awake = (
  projection: Projection,
  runners: ReadonlyArray<NamedRunner>,
  store: EventStore,
  clock: () => Instant,
): Awake => {
  const errors = new Map<string, RunnerError>()
  let viewsError: ProjectionError | undefined
  let working: ReadonlyArray<Live> = []
  let isStopped = false

  const start = ({ name, runner }: NamedRunner): Live => {
    const one = live(runner, store, clock)
    void one.ended.then((error) => error !== undefined && errors.set(name, error))
    return one
  }
  const rest = async (): Promise<void> => {
    const all = working
    working = []
    await Promise.all(all.map((one) => one.stop()))
  }
  const look = async (): Promise<void> => {
    if (isStopped) return
    const leads = projection.leads()
    if (leads && working.length === 0)
      working = runners.filter(({ name }) => !errors.has(name)).map(start)
    else if (!leads && working.length > 0) await rest()
  }
  const timer = setInterval(() => void look(), lookEveryMs)
  timer.unref()
  const following = projection
    .run()()
    .then((ended) => {
      if (E.isLeft(ended) && ended.left._tag !== 'ProjectionClosed') viewsError = ended.left
    })
  setImmediate(() => void look())

  return {
    viewsError: () => viewsError,
    policyErrors: () => [...errors].map(([name, error]) => ({ name, error })),
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await rest()
      await projection.close()
      await following
    },
  }
}
