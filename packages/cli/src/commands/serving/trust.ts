/**
 * Whom a served desk trusts: by which certificate it shows itself, and who may call.
 *
 * On this machine’s own address everybody who can reach it may call, unless users are named. Any other
 * address wants a certificate and users, or the word `--insecure`.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { ProblemError, problemOf } from '@deskledger/desk'
import type { ServeSettings } from '@deskledger/wire'
import { usageError } from '../../output/problem.ts'
import { textOf } from './files.ts'

export interface TrustOptions {
  readonly host: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly users?: string
  readonly insecure?: boolean
  readonly clear?: boolean
}

export interface Trust extends Pick<ServeSettings, 'host' | 'tls' | 'authenticate'> {
  readonly host: string
  /** What is worth knowing of it, a line each. */
  readonly remarks: ReadonlyArray<string>
}

export const trustOf = async (options: TrustOptions): Promise<Trust> => {
  const wrong = wrongIn(options)
  if (wrong !== undefined) throw wrong
  const { host, users } = options
  const pair = pairOf(options)
  const known = users === undefined ? undefined : await knownIn(users)
  return {
    host,
    ...(pair === undefined ? {} : { tls: pair.tls }),
    ...(known === undefined ? {} : { authenticate: known.authenticate }),
    remarks: [...(pair?.remarks ?? []), ...(known?.remarks ?? [])],
  }
}

// ------------------------------------------------------------------------------------------------
// what goes together
// ------------------------------------------------------------------------------------------------

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const wrongIn = ({ host, tlsCert, tlsKey, users, insecure, clear }: TrustOptions) => {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) return halfAPair
  const isSecure = tlsCert !== undefined && users !== undefined
  if (clear === true && !isLoopback(host) && !isSecure) return openToAll
  if (insecure === true) return undefined
  if (!isLoopback(host) && !isSecure) return notSecure(host)
  return users !== undefined && tlsCert === undefined ? inTheClear : undefined
}

const halfAPair = usageError(
  'DL9016',
  'A certificate goes with its key.',
  'one of --tls-cert and --tls-key is missing',
  'give both, or neither',
)

const notSecure = (host: string) =>
  usageError(
    'DL9017',
    'Off this machine a desk is served under a certificate, and to users.',
    `${host} is reached by other machines`,
    'add --tls-cert, --tls-key and --users; or say --insecure where the network itself keeps others out',
  )

const openToAll = usageError(
  'DL9018',
  'Personal data in the clear is not served to everybody.',
  '--clear goes with a certificate and users on any address but this machine’s own',
  'add --tls-cert, --tls-key and --users, or leave out --clear',
)

const inTheClear = usageError(
  'DL9019',
  'Passwords would not arrive.',
  'clients send them under a certificate only',
  'add --tls-cert and --tls-key; or say --insecure if your clients send them all the same',
)

// ------------------------------------------------------------------------------------------------
// the certificate
// ------------------------------------------------------------------------------------------------

const pairOf = ({ tlsCert, tlsKey }: TrustOptions) => {
  if (tlsCert === undefined || tlsKey === undefined) return undefined
  const [certificate, key] = [textOf(tlsCert), textOf(tlsKey)]
  const found = parsed(tlsCert, 'certificate', () => new X509Certificate(certificate))
  const own = parsed(tlsKey, 'key', () => createPrivateKey(key))
  if (!found.checkPrivateKey(own)) throw unusable(tlsKey, 'pair')
  return { tls: { certificate, key }, remarks: remarksOn(found) }
}

const parsed = <A>(file: string, reason: string, read: () => A): A => {
  try {
    return read()
  } catch {
    throw unusable(file, reason)
  }
}

const unusable = (file: string, reason: string): ProblemError =>
  new ProblemError(problemOf({ _tag: 'PairUnusable', file, reason }))

const remarksOn = ({ subjectAltName, validTo }: X509Certificate): ReadonlyArray<string> => {
  const isOver = Date.parse(validTo) < Date.now()
  const names = subjectAltName ?? 'no name that clients would look at'
  return [`certificate for ${names}; it ${isOver ? 'ended' : 'ends'} ${validTo}`]
}

// ------------------------------------------------------------------------------------------------
// the users
// ------------------------------------------------------------------------------------------------

const knownIn = async (file: string) => {
  const { knowing, usersIn } = await import('@deskledger/wire/users')
  const users = usersIn(textOf(file))
  if (E.isLeft(users))
    throw new ProblemError(problemOf({ ...users.left, _tag: 'UsersUnusable', file }))
  const { size } = users.right
  return {
    authenticate: knowing(users.right),
    remarks: [`${size} ${size === 1 ? 'user' : 'users'} may call`],
  }
}
