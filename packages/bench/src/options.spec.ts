import { describe, expect, test } from '@jest/globals'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { help } from './help.ts'
import { asked } from './options.ts'
import { workloads } from './workloads/index.ts'

const understood = (...args: ReadonlyArray<string>) => {
  const options = asked(args)
  if (isLeft(options) || options.right === 'help') throw new Error('not understood')
  return options.right
}
const misunderstood = (...args: ReadonlyArray<string>): string => {
  const options = asked(args)
  if (isRight(options)) throw new Error('understood')
  return `${options.left.wrong}; ${options.left.mend}`
}
const names = (...args: ReadonlyArray<string>) => understood(...args).workloads.map((w) => w.name)

describe('the command line', () => {
  test('asks for everything, three times, unless told', () => {
    expect(names()).toEqual(workloads.map(({ name }) => name))
    expect(understood()).toMatchObject({ repetitions: 3, isQuick: false, withPeers: false })
  })

  test('asks for some workloads in the order of the table, however they are written', () => {
    expect(names('--only', 'w5, W1')).toEqual(['W1', 'W5'])
  })

  test('asks for one repetition of what is quick, and for as many as told', () => {
    expect(understood('--quick')).toMatchObject({ repetitions: 1, isQuick: true })
    expect(understood('--quick', '--repetitions', '2').repetitions).toBe(2)
  })

  test('is refused with what there is to choose from', () => {
    expect(misunderstood('--only', 'W1,W11')).toBe(
      "there is no workload 'w11'; choose from W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, import",
    )
    expect(misunderstood('--repetitions', '0')).toMatch("'0' is no number of repetitions")
    expect(misunderstood('--fast')).toMatch('--fast')
  })

  test('does not write a page of half a run', () => {
    expect(understood('--write').writesPage).toBe(true)
    expect(misunderstood('--write', '--quick')).toMatch('whole run')
    expect(misunderstood('--write', '--only', 'W1')).toMatch('whole run')
  })
})

describe('the help', () => {
  test('names every workload', () => {
    expect(asked(['--help'])).toMatchObject({ right: 'help' })
    for (const { name, title } of workloads) {
      expect(help).toContain(name)
      expect(help).toContain(title)
    }
  })
})
