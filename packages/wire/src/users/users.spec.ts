import { describe, expect, jest, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { knowing, secretOf, usersIn, withoutUser, withUser, type Users } from './index.ts'
import { isSecretOf, readSecret, spell } from './secret.ts'

// A busy machine is no failure.
jest.setTimeout(60_000)

const password = 'correct horse battery staple'
const usersOf = (text: string): Users => {
  const users = usersIn(text)
  if (E.isLeft(users)) throw new Error(users.left.reason)
  return users.right
}
const secret = await secretOf(password)

describe('a password', () => {
  test('is kept as what nobody can read it from, never twice the same', async () => {
    const [one, two] = [spell(secret), spell(await secretOf(password))]
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(two)
  })

  test('is known again from how it is spelled, and no other one is', async () => {
    const read = readSecret(spell(secret))
    if (read === undefined) throw new Error('cannot be read')
    expect(await isSecretOf(password, read)).toBe(true)
    for (const other of ['', `${password} `, password.toUpperCase()])
      expect(await isSecretOf(other, read)).toBe(false)
  })

  test('is no password if it would cost more memory than a server has, or has not the form', () => {
    const spelled = spell(secret)
    for (const [from, to] of [
      ['ln=15', 'ln=21'],
      ['ln=15', 'ln=0'],
      ['r=8', 'r=0'],
      ['p=3', 'p=0'],
      ['$scrypt', 'scrypt'],
      ['$scrypt', '$argon2id'],
    ] as const)
      expect(readSecret(spelled.replace(from, to))).toBeUndefined()
    for (const text of ['', password, spelled.slice(0, -1), `${spelled}x`])
      expect(readSecret(text)).toBeUndefined()
  })
})

describe('a list of users', () => {
  const [ana, ben] = [`ana:${spell(secret)}`, `ben:${spell(secret)}`]

  test('has a line for each, and may have remarks', () => {
    expect([...usersOf(`# who follows\n\n${ana}\r\n${ben}\n`).keys()]).toEqual(['ana', 'ben'])
    expect(usersOf('').size).toBe(0)
  })

  test('names the line that is none, and why', () => {
    const wrong = (text: string) => E.swap(usersIn(text))
    const bad = (line: number, reason: string) => E.right({ _tag: 'BadUsers', line, reason })
    expect(wrong(`${ana}\nben:secret`)).toEqual(bad(2, 'form'))
    expect(wrong('ana')).toEqual(bad(1, 'form'))
    expect(wrong(`${ana}\n${ana}`)).toEqual(bad(2, 'twice'))
    expect(wrong(`a b:${spell(secret)}`)).toEqual(bad(1, 'name'))
    expect(wrong(`:${spell(secret)}`)).toEqual(bad(1, 'name'))
  })

  test('gains a user, changes one where it stands, and loses one', () => {
    const both = withUser(withUser('# all\n', 'ana', secret), 'ben', secret)
    expect(both).toBe(`# all\n${ana}\n${ben}\n`)
    const other = readSecret(spell({ ...secret, salt: Buffer.alloc(16) }))
    if (other === undefined) throw new Error('cannot be read')
    expect(withUser(both, 'ana', other)).toBe(`# all\nana:${spell(other)}\n${ben}\n`)
    expect(withoutUser(both, 'ana')).toBe(`# all\n${ben}\n`)
    expect(withoutUser(both, 'an')).toBe(both)
  })

  test('keeps everybody else, whoever is changed', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('a', 'ab', 'b', 'x.y', 'Z')),
        fc.constantFrom('a', 'ab', 'b'),
        (names, changed) => {
          const text = names.reduce((all, name) => withUser(all, name, secret), '')
          expect([...usersOf(withUser(text, changed, secret)).keys()].sort()).toEqual(
            [...new Set([...names, changed])].sort(),
          )
          expect([...usersOf(withoutUser(text, changed)).keys()]).toEqual(
            names.filter((name) => name !== changed),
          )
        },
      ),
    ))
})

describe('whoever calls', () => {
  test('is known by name and password, and only so', async () => {
    const isKnown = knowing(usersOf(withUser('', 'ana', secret)))
    expect(await isKnown('ana', password)).toBe(true)
    expect(await isKnown('ana', 'guess')).toBe(false)
    expect(await isKnown('ana', '')).toBe(false)
    expect(await isKnown('ben', password)).toBe(false)
    expect(await isKnown('ana', password)).toBe(true)
  })

  test('is looked up once, however many calls come at once or later', async () => {
    const isKnown = knowing(usersOf(withUser('', 'ana', secret)))
    const begun = performance.now()
    await secretOf(password)
    const one = performance.now() - begun
    const before = performance.now()
    const many = await Promise.all(Array.from({ length: 90 }, () => isKnown('ana', password)))
    expect(many.every(Boolean)).toBe(true)
    for (let n = 0; n < 90; n += 1) expect(await isKnown('ana', password)).toBe(true)
    expect(performance.now() - before).toBeLessThan(40 * one)
  })

  test('who guesses is refused unseen once too many guesses wait', async () => {
    const isKnown = knowing(usersOf(withUser('', 'ana', { ...secret, ln: 4 })))
    const guesses = Array.from({ length: 150 }, (_, n) => isKnown('ana', `guess ${n}`))
    const order: Array<number> = []
    for (const [n, guess] of guesses.entries()) void guess.then(() => order.push(n))
    expect((await Promise.all(guesses)).some(Boolean)).toBe(false)
    expect(order.slice(0, 50).every((n) => n >= 100)).toBe(true)
  })
})
