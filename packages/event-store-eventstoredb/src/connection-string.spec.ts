import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { connectionOf } from './connection-string.ts'

const problemOf = (text: string, client: 'eventstore' | 'kurrent' = 'eventstore') => {
  const connection = connectionOf(text, client)
  return E.isLeft(connection) ? connection.left : undefined
}

describe('a connection string', () => {
  test('names hosts, a user and whether the line is secured', () => {
    const text =
      'esdb+discover://ana:a%3Ab@one.example,two.example:2114?tls=false&nodePreference=leader'
    expect(connectionOf(text, 'eventstore')).toEqual(
      E.right({
        connectionString: text,
        credentials: { username: 'ana', password: 'a:b' },
        isSecure: false,
        hosts: ['one.example:2113', 'two.example:2114'],
      }),
    )
  })

  test('is secured and of nobody unless it says otherwise', () =>
    expect(connectionOf('esdb://db.example/', 'eventstore')).toMatchObject({
      right: { isSecure: true, credentials: { username: '', password: '' } },
    }))

  test('of the newer scheme is for the newer client', () => {
    expect(problemOf('kurrentdb://db.example', 'kurrent')).toBeUndefined()
    expect(problemOf('kurrentdb://db.example')).toMatchObject({ problem: 'scheme' })
  })

  test.each([
    ['', 'scheme'],
    ['postgres://db', 'scheme'],
    ['esdb://', 'noHost'],
    ['esdb://one,,two', 'noHost'],
    ['esdb://db:port', 'port'],
    ['esdb://db:70000', 'port'],
    ['esdb://db:1:2', 'port'],
    ['esdb://ana:a:b@db', 'colonInPassword'],
    ['esdb://ana:%zz@db', 'badEncoding'],
    ['esdb://db?tls=no', 'badOption'],
    ['esdb://db?defaultDeadline=0', 'badOption'],
    ['esdb://db?keepAliveInterval=soon', 'badOption'],
    ['esdb://db?tsl=false', 'unknownOption'],
    ['esdb://db?constructor=1', 'unknownOption'],
    ['esdb://db?tls', 'unknownOption'],
    ['esdb://db?throwOnAppendFailure=false', 'throwOnAppendFailure'],
    ['esdb://db?tlsVerifyCert=false', 'tlsVerifyCert'],
  ])('%p is refused: %s', (text, problem) => expect(problemOf(text)).toMatchObject({ problem }))

  test('that is refused is not repeated in the error', () => {
    for (const text of ['esdb://ana:secret:x@db', 'esdb://ana:secret@db:x', 'x://ana:secret@db'])
      expect(JSON.stringify(problemOf(text))).not.toMatch(/secret|ana/)
  })
})
