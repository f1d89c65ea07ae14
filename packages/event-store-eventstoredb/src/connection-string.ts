/**
 * A connection string, looked at before any client sees it: the clients cut a password at its first
 * colon, leave out keys they do not know, and lose appends under one of those they do.
 *
 * `esdb://user:password@host:2113?tls=false`, `esdb+discover://…`; the other client also says
 * `kurrentdb://`. What is wrong is told by its place and never by its text: it may hold a password.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { ClientName } from './client.ts'

export interface WrongConnectionString {
  readonly _tag: 'WrongConnectionString'
  readonly problem:
    | 'scheme'
    | 'noHost'
    | 'port'
    | 'colonInPassword'
    | 'badEncoding'
    | 'badOption'
    | 'unknownOption'
    | 'throwOnAppendFailure'
    | 'tlsVerifyCert'
  /** The key of the option that is wrong, if it is one. */
  readonly option?: string
}

export interface Connection {
  readonly connectionString: string
  readonly credentials: { readonly username: string; readonly password: string }
  readonly isSecure: boolean
  /** `host:port` of each node named, for error messages. */
  readonly hosts: ReadonlyArray<string>
}

const schemes: Readonly<Record<ClientName, RegExp>> = {
  eventstore: /^esdb(\+discover)?$/,
  kurrent: /^(esdb|kurrentdb|kurrent|kdb)(\+discover)?$/,
}

const whole = /^-?\d+$/
const yesOrNo = /^(true|false)$/
const anything = /^.+$/s
const options: Readonly<Record<string, RegExp>> = {
  maxdiscoverattempts: whole,
  discoveryinterval: whole,
  gossiptimeout: whole,
  keepaliveinterval: whole,
  keepalivetimeout: whole,
  defaultdeadline: /^[1-9]\d*$/,
  nodepreference: /^(leader|follower|random|read_?only_?replica)$/i,
  tls: yesOrNo,
  tlsverifycert: yesOrNo,
  throwonappendfailure: yesOrNo,
  connectionname: anything,
  tlscafile: anything,
  usercertfile: anything,
  userkeyfile: anything,
}

const shape = /^([^:/?#]+):\/\/(?:([^@/?]*)@)?([^?]*)(?:\?(.*))?$/s

export const connectionOf = (
  connectionString: string,
  client: ClientName,
): E.Either<WrongConnectionString, Connection> => {
  const [, scheme = '', login, nodes = '', query = ''] = shape.exec(connectionString.trim()) ?? []
  if (!schemes[client].test(scheme)) return wrong('scheme')
  const credentials = credentialsOf(login)
  if (E.isLeft(credentials)) return credentials
  const hosts = hostsOf(nodes)
  if (E.isLeft(hosts)) return hosts
  const isSecure = securityOf(query)
  if (E.isLeft(isSecure)) return isSecure
  return E.right({
    connectionString: connectionString.trim(),
    credentials: credentials.right,
    isSecure: isSecure.right,
    hosts: hosts.right,
  })
}

const wrong = (
  problem: WrongConnectionString['problem'],
  option?: string,
): E.Either<WrongConnectionString, never> =>
  E.left({
    _tag: 'WrongConnectionString',
    problem,
    ...(option === undefined ? {} : { option }),
  })

const credentialsOf = (
  login: string | undefined,
): E.Either<WrongConnectionString, Connection['credentials']> => {
  if (login === undefined) return E.right({ username: '', password: '' })
  const [username = '', password = '', ...rest] = login.split(':')
  if (rest.length > 0) return wrong('colonInPassword')
  try {
    return E.right({
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
    })
  } catch {
    return wrong('badEncoding')
  }
}

const hostsOf = (nodes: string): E.Either<WrongConnectionString, ReadonlyArray<string>> => {
  const hosts: Array<string> = []
  for (const node of nodes.replace(/\/+$/, '').split(',')) {
    const [host = '', port = '2113', ...rest] = node.trim().split(':')
    if (host === '') return wrong('noHost')
    if (rest.length > 0 || !/^\d{1,5}$/.test(port) || Number(port) > 65_535) return wrong('port')
    hosts.push(`${host}:${port}`)
  }
  return E.right(hosts)
}

const securityOf = (query: string): E.Either<WrongConnectionString, boolean> => {
  let isSecure = true
  for (const pair of query === '' ? [] : query.split('&')) {
    const at = pair.indexOf('=')
    const [option, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const key = option.toLowerCase().replaceAll(/[_-]/g, '')
    const form = at > 0 && Object.hasOwn(options, key) ? options[key] : undefined
    if (form === undefined) return wrong('unknownOption', option)
    if (!form.test(value)) return wrong('badOption', option)
    // Appends that fail would be told as written, with a revision that is none.
    if (key === 'throwonappendfailure' && value === 'false') return wrong('throwOnAppendFailure')
    // Neither client can: a certificate that nobody checks would be trusted in silence.
    if (key === 'tlsverifycert' && value === 'false') return wrong('tlsVerifyCert')
    if (key === 'tls') isSecure = value === 'true'
  }
  return E.right(isSecure)
}
