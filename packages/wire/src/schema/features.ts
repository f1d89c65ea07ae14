/**
 * The services that a client asks first: what the server can do, and which nodes there are.
 */
import { flag, int, text, uint } from '../codec/kinds.ts'
import { many, message, one } from '../codec/message.ts'
import { Uuid } from './shared.ts'

const SupportedMethod = message({
  method: one(1, text),
  service: one(2, text),
  features: many(3, text),
})
export const SupportedMethods = message({
  methods: many(1, SupportedMethod),
  serverVersion: one(2, text),
})

const MemberInfo = message({
  instanceId: one(1, Uuid),
  timeStamp: one(2, int),
  state: one(3, int),
  isAlive: one(4, flag),
  endPoint: one(5, message({ address: one(1, text), port: one(2, uint) })),
})
export const ClusterInfo = message({ members: many(1, MemberInfo) })
/** The state of a node that takes writes. */
export const leader = 8
