/**
 * What stands before every call: who is it, and may it go on.
 */
import type { Metadata } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from './failure.ts'
import { featuresPath, gossipPath } from './features.ts'
import type { Gate } from './rpc.ts'
import type { Wire } from './wire.ts'

export interface Keeper {
  readonly authenticate?: (user: string, password: string) => boolean | Promise<boolean>
}

/** What may be asked by somebody who has not said who they are. */
const open: ReadonlySet<string> = new Set([featuresPath, gossipPath])

export const gateOf = (
  { authenticate }: Keeper,
  { faultAt }: Wire,
  closing: AbortSignal,
): Gate => ({
  closing,
  admit: async (path, metadata) => {
    const fault = faultAt('call', path)
    if (fault !== undefined && 'delayMs' in fault) await passing(fault.delayMs)
    if (fault !== undefined && 'failure' in fault) return E.left(fault.failure)
    const { user, password } = namedIn(metadata)
    if (authenticate === undefined || open.has(path)) return E.right({ user })
    const isKnown = user !== undefined && (await authenticate(user, password))
    return isKnown ? E.right({ user }) : E.left<Failure>({ _tag: 'NotAuthenticated' })
  },
})

const passing = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Basic authentication, RFC 7617. */
const namedIn = (
  metadata: Metadata,
): { readonly user: string | undefined; readonly password: string } => {
  const [given = ''] = metadata.get('authorization')
  const [, encoded = ''] = /^Basic (.+)$/i.exec(String(given)) ?? []
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) return { user: undefined, password: '' }
  return { user: pair.slice(0, colon), password: pair.slice(colon + 1) }
}
