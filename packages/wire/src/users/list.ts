/**
 * Who may call, and what their passwords are kept as: a text of one line for each user.
 *
 *   # whoever follows the desk from the warehouse
 *   warehouse:$scrypt$ln=15,r=8,p=3$…$…
 *
 * Empty lines and those that begin with # are nobody. A name is one that may stand in an event as that
 * of its writer: 1 to 64 letters, digits, dots, dashes and underscores.
 */
import * as E from 'fp-ts/lib/Either.js'
import { Actor } from '@deskledger/kernel'
import { readSecret, spell, type Secret } from './secret.ts'

export type Users = ReadonlyMap<string, Secret>

/** The line, counted from 1, that is none. */
export interface BadUsers {
  readonly _tag: 'BadUsers'
  readonly line: number
  readonly reason: 'form' | 'name' | 'twice'
}

export const isUserName = (name: string): boolean => Actor.is({ kind: 'system', id: name })

export const usersIn = (text: string): E.Either<BadUsers, Users> => {
  const users = new Map<string, Secret>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const wrong = (reason: BadUsers['reason']) =>
      E.left<BadUsers>({ _tag: 'BadUsers', line: index + 1, reason })
    const [, name = '', spelled = ''] = /^([^:]*):(.*)$/.exec(line.trim()) ?? []
    const secret = readSecret(spelled)
    if (secret === undefined) return wrong('form')
    if (!isUserName(name)) return wrong('name')
    if (users.has(name)) return wrong('twice')
    users.set(name, secret)
  }
  return E.right(users)
}

const isLineOf = (name: string) => (line: string) => line.startsWith(`${name}:`)

/** The text with this user's line in place of the one that was there, or at its end. */
export const withUser = (text: string, name: string, secret: Secret): string => {
  const line = `${name}:${spell(secret)}`
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const at = lines.findIndex(isLineOf(name))
  const changed = at < 0 ? [...lines, line] : lines.with(at, line)
  return `${changed.join('\n')}\n`
}

export const withoutUser = (text: string, name: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => !isLineOf(name)(line))
    .join('\n')
