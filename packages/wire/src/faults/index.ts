/**
 * A server that does wrong when a test asks it to: what no real server does on demand.
 *
 * `faultyServe` stands behind a line of its own, so that a connection can be cut as a network cuts
 * it: at once, in both directions, with nothing said.
 */
import { createServer, connect, type Server, type Socket } from 'node:net'
import type { Fault } from '../fault.ts'
import type { Failure } from '../failure.ts'
import { serve, type Served, type ServeSettings } from '../serve.ts'

export interface Faults {
  /** The next so many appends are committed, and then the line is cut: nobody learns of it. */
  readonly dropAfterCommit: (times?: number) => void
  /** The next so many appends are committed and answered with this. */
  readonly failAfterCommit: (failure: Failure, times?: number) => void
  /** The next so many calls wait before anybody looks at them. */
  readonly delay: (ms: number, times?: number) => void
  /** The next so many calls are refused: another node leads. */
  readonly notLeader: (
    leader: { readonly host: string; readonly port: number },
    times?: number,
  ) => void
  /** The next so many calls took too long. */
  readonly deadline: (times?: number) => void
  /** Live subscriptions to the whole log are told at the next page that they fell behind. */
  readonly fellBehind: (times?: number) => void
  /** Cuts every connection now. */
  readonly cut: () => void
  /** Only calls whose path ends with this are done wrong from now on; all of them for ''. */
  readonly only: (path: string) => void
}

export interface FaultyServed extends Served {
  readonly faults: Faults
}

/** Serves `settings.store` on a free port of the loopback address, doing wrong when it is asked to. */
export const faultyServe = async (
  settings: Omit<ServeSettings, 'port' | 'host' | 'faultAt'>,
): Promise<FaultyServed> => {
  const queue: Array<Fault> = []
  let path = ''
  const faultAt = (place: Fault['at'], called: string): Fault | undefined => {
    if (place !== 'page' && !called.endsWith(path)) return undefined
    const next = queue.findIndex(({ at }) => at === place)
    return next < 0 ? undefined : queue.splice(next, 1)[0]
  }
  const served = await serve({ ...settings, port: 0, faultAt })
  const line = await lineTo(served.port)
  const add = (fault: Fault, times = 1): void => {
    for (let i = 0; i < times; i += 1) queue.push(fault)
  }
  const lost: Failure = { _tag: 'Unavailable', why: 'the line was cut' }
  return {
    host: served.host,
    port: line.port,
    close: async () => {
      await served.close()
      await line.close()
    },
    faults: {
      dropAfterCommit: (times) => add({ at: 'commit', failure: lost, afterwards: line.cut }, times),
      failAfterCommit: (failure, times) => add({ at: 'commit', failure }, times),
      delay: (delayMs, times) => add({ at: 'call', delayMs }, times),
      notLeader: (leader, times) =>
        add({ at: 'call', failure: { _tag: 'NotLeader', ...leader } }, times),
      deadline: (times) => add({ at: 'call', failure: { _tag: 'DeadlineExceeded' } }, times),
      fellBehind: (times) => add({ at: 'page' }, times),
      cut: line.cut,
      only: (ending) => {
        path = ending
      },
    },
  }
}

interface Line {
  readonly port: number
  readonly cut: () => void
  readonly close: () => Promise<void>
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address === null || typeof address === 'string' ? 0 : address.port)
    })
  })

/** Passes bytes on, both ways, until it is cut. */
const lineTo = async (port: number): Promise<Line> => {
  const sockets = new Set<Socket>()
  const hold = (socket: Socket, other: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
    socket.pipe(other)
  }
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    hold(near, far)
    hold(far, near)
  })
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const close = (): Promise<void> => {
    cut()
    return new Promise((resolve) => void server.close(() => resolve()))
  }
  return { port: await listening(server), cut, close }
}
