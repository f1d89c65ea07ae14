import { describe, expect, test } from '@jest/globals'
import { repeated } from './files.ts'

const trace = (id: string) => `<trace>
  <string key="concept:name" value="${id}" />
  <event><string key="concept:name" value="opened" /></event>
</trace>`
const log = `<log>${trace('a')}\n${trace('b')}\n${trace('c')}\n</log>`

const names = (text: string) =>
  [...text.matchAll(/concept:name" value="([^"]+)"/g)].map(([, name]) => name)

describe('a log that is repeated', () => {
  test('has each case as many times, each time under another id, and the same events', () => {
    expect(names(repeated(log, Infinity, 2))).toEqual(
      ['0-a', '0-b', '0-c', '1-a', '1-b', '1-c'].flatMap((id) => [id, 'opened']),
    )
  })

  test('has no more cases than are wanted, and is still a log', () => {
    const short = repeated(log, 2, 1)
    expect(names(short)).toEqual(['0-a', 'opened', '0-b', 'opened'])
    expect(short).toMatch(/^<log><trace>[^]*<\/trace>\s*<\/log>\s*$/)
  })
})
