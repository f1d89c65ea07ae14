/**
 * The door of a server: where it listens, and every connection that came through it.
 *
 * The gRPC server knows a connection once it has spoken HTTP/2. One that never does, because it is silent
 * or speaks something else, would keep it from ever closing; so the connections are counted here.
 */
import { createServer, type Socket } from 'node:net'
import type { Server, ServerCredentials } from '@grpc/grpc-js'

export interface Door {
  readonly port: number
  /** Nobody comes in any more. */
  readonly shut: () => void
  /** Whoever is still there is thrown out. Resolves when all are gone. */
  readonly clear: () => Promise<void>
}

export interface Place {
  readonly host: string
  readonly port: number
}

/** Rejects if there cannot be listened, or the credentials are none. */
export const doorTo = (
  server: Server,
  { host, port }: Place,
  credentials: ServerCredentials,
): Promise<Door> =>
  new Promise((resolve, reject) => {
    const injector = server.createConnectionInjector(credentials)
    const sockets = new Set<Socket>()
    const door = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
      injector.injectConnection(socket)
    })
    const gone = new Promise<void>((left) => door.on('close', left))
    const clear = (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      return gone
    }
    door.on('error', reject)
    door.listen(port, host, () => {
      const address = door.address()
      const found = typeof address === 'object' && address !== null ? address.port : port
      resolve({ port: found, shut: () => void door.close(), clear })
    })
  })
