/**
 * A stretch of network between a client and a server, which a spec may cut.
 */
import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Breaks every connection that there is now. */
  readonly cut: () => void
  /** New connections go to another server from now on. */
  readonly turnTo: (port: number) => void
  /** From now on new connections are refused, or let through again. */
  readonly refuse: (isDown: boolean) => void
  readonly close: () => Promise<void>
}

export const proxyTo = (first: number): Promise<Proxy> =>
  new Promise((resolve) => {
    let target = first
    const sockets = new Set<Socket>()
    let isDown = false
    const keep = (socket: Socket): void => {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    }
    const cut = (): void => {
      for (const socket of sockets) socket.destroy()
    }
    const server = createServer((near) => {
      keep(near)
      if (isDown) return near.destroy()
      const far = connect(target, '127.0.0.1')
      keep(far)
      near.pipe(far)
      far.pipe(near)
      near.on('close', () => far.destroy())
      far.on('close', () => near.destroy())
      return undefined
    })
    server.listen(0, '127.0.0.1', () => {
      const address = server.address() as AddressInfo
      resolve({
        port: address.port,
        cut,
        turnTo: (port) => {
          target = port
        },
        refuse: (down) => {
          isDown = down
          if (down) cut()
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            cut()
          }),
      })
    })
  })
