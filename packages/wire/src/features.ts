/**
 * What a client asks before anything else: what the server can do, and which nodes there are.
 */
import * as E from 'fp-ts/lib/Either.js'
import { uuidOf } from '@deskledger/event-store'
import { ClusterInfo, leader, SupportedMethods } from './schema/features.ts'
import { Empty } from './schema/shared.ts'
import { unary, type Method } from './rpc.ts'

/** The version of the protocol that clients are told: they look at the methods, and log this. */
const serverVersion = '24.10.0'

/** Names are compared in small letters; those before 22.0 came so. */
const supported = ({ path, features }: Method) => {
  const [, service = '', method = ''] = path.split('/')
  return { service, method: method.toLowerCase(), features }
}

export const featuresPath = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods'
export const gossipPath = '/event_store.client.gossip.Gossip/Read'

export const featuresMethod = (methods: ReadonlyArray<Method>): Method =>
  unary({ path: featuresPath }, [Empty, SupportedMethods], () =>
    Promise.resolve(E.right({ methods: methods.map(supported), serverVersion })),
  )

/** One node, which leads itself. */
export const gossipMethod = (
  place: () => { readonly host: string; readonly port: number },
): Method =>
  unary({ path: gossipPath }, [Empty, ClusterInfo], () => {
    const { host, port } = place()
    const member = {
      instanceId: { string: uuidOf(`node/${host}:${port}`) },
      state: leader,
      isAlive: true,
      endPoint: { address: host, port },
    }
    return Promise.resolve(E.right({ members: [member] }))
  })
