/**
 * Whether a name and a password belong together, asked for each call.
 *
 * A password that was right once is known again by a keyed hash that lives in this process only, so a
 * client's second call costs nothing. A wrong one always costs what the first check does, one after the
 * other, and so does a name that nobody has: time tells neither.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isSecretOf, secretOf } from './secret.ts'
import type { Users } from './list.ts'

/** How many checks may wait; who comes then is refused. */
const maxWaiting = 100

export const knowing = (users: Users): ((user: string, password: string) => Promise<boolean>) => {
  const key = randomBytes(32)
  const right = new Map<string, Buffer>()
  const looking = new Map<string, Promise<boolean>>()
  const nobody = secretOf(randomBytes(16).toString('hex'))
  let last: Promise<unknown> = nobody

  const marked = (user: string, password: string): Buffer =>
    createHmac('sha256', key).update(`${user.length}:${user}${password}`).digest()

  const look = async (user: string, password: string, mark: Buffer): Promise<boolean> => {
    const secret = users.get(user)
    const isRight = await isSecretOf(password, secret ?? (await nobody))
    if (!isRight || secret === undefined) return false
    right.set(user, mark)
    return true
  }

  return async (user, password) => {
    const mark = marked(user, password)
    const known = right.get(user)
    if (known !== undefined && timingSafeEqual(known, mark)) return true
    const name = mark.toString('hex')
    const under = looking.get(name)
    if (under !== undefined) return under
    if (looking.size >= maxWaiting) return false
    const next = last.then(() => look(user, password, mark))
    last = next.catch(() => undefined)
    looking.set(name, next)
    return next.finally(() => looking.delete(name))
  }
}
