/**
 * Being told when a read model has come further, instead of looking all the time.
 *
 * What is told while no one listens is lost, so whoever waits looks at the checkpoint when the
 * listening begins and when it ends, and now and then in between.
 */
import { pause } from '../pausing.ts'
import { channel } from './checkpoint-row.ts'
import type { PostgresServer } from './server.ts'

export interface Listening {
  readonly isListening: () => boolean
  readonly close: () => Promise<void>
}

/** How long to wait before listening anew, in milliseconds. */
const againMs = 500

/** Calls `wake` at each piece of news of the server's schema, and when some may have been missed. */
export const listening = (server: PostgresServer, wake: () => void): Listening => {
  const closing = new AbortController()
  let stop: (() => Promise<void>) | undefined

  const heard = (payload: string): void => {
    if (payload.startsWith(`${server.schema} `)) wake()
  }
  const begin = async (lost: () => void): Promise<void> => {
    try {
      stop = await server.listen(channel, { heard, lost })
      wake()
    } catch {
      lost()
    }
  }
  const keepOn = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const { promise: isLost, resolve: lost } = Promise.withResolvers<void>()
      closing.signal.addEventListener('abort', () => lost(), { once: true })
      await begin(lost)
      await isLost
      if (closing.signal.aborted) break
      stop = undefined
      wake()
      await pause(againMs)
    }
    await stop?.()
    stop = undefined
  }
  const ended = keepOn()

  return {
    isListening: () => stop !== undefined,
    close: async () => {
      closing.abort()
      await ended
    },
  }
}
