import { describe, expect, test } from '@jest/globals'
import { exitCodeOf } from './problem.ts'
import { unforeseen } from './unforeseen.ts'

describe('what nobody foresaw', () => {
  test('names the file that the system refused, and is the fault of the environment', () => {
    const caught = Object.assign(new Error('EACCES: /d'), { code: 'EACCES', path: '/d' })
    const problem = unforeseen(caught)
    expect(problem).toMatchObject({
      code: 'DL0001',
      where: '/d',
      why: 'you have not the right to it',
    })
    expect(exitCodeOf(problem)).toBe(3)
  })

  test('has the words of the log where SQLite says that it may not write, or has no room', () => {
    const said = (code: string) => unforeseen(Object.assign(new Error('x'), { code })).code
    expect(said('SQLITE_READONLY_DBMOVED')).toBe('DL3004')
    expect(said('SQLITE_FULL')).toBe('DL3005')
  })

  test('is told by where it happened, and never repeats what it was about', () => {
    const problem = unforeseen(new TypeError('María is not a function'))
    expect(problem).toMatchObject({ code: 'DL0000', why: 'TypeError' })
    expect(problem.where).toMatch(/unforeseen\.spec\.ts:\d+:\d+$/)
    expect(JSON.stringify([problem, unforeseen('María')])).not.toContain('María')
    expect(exitCodeOf(problem)).toBe(3)
  })
})
