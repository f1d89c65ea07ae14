import { beforeAll, describe, expect, test } from '@jest/globals'
import { contents, deskledger, nowhere, problemOf, sharedSample } from './console.samples.ts'

beforeAll(sharedSample, 120_000)

const commands = [
  'demo',
  'import',
  'events',
  'query',
  'customer',
  'schema',
  'project',
  'notary',
  'doctor',
]

describe('help', () => {
  test('of the whole names every command, and shows lines to copy', async () => {
    const { code, out, err } = await deskledger('--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
    expect(out).toMatch(/Examples:\n {2}\$ deskledger demo/)
    expect(out).toContain('Exit codes: 0 ok, 1 a finding, 2 wrong usage, 3 the environment')
  })

  test.each(commands)('of %s shows lines to copy', async (command) => {
    const { code, out } = await deskledger(command, '--help')
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`Examples:\\n  \\$ deskledger ${command}\\b.* {2,}\\S`))
  })

  test('shows no example with an option that the command does not have', async () => {
    for (const command of commands) {
      const { out } = await deskledger(command, '--help')
      const [options = '', examples = ''] = out.split('Examples:')
      for (const [option] of examples.matchAll(/ (--[a-z-]+)/g)) expect(options).toContain(option)
    }
  })

  test('comes where nothing was asked, as wrong usage', async () => {
    const { code, out, err } = await deskledger()
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: deskledger')
  })
})

describe('the versions', () => {
  test('are those that a report of a bug needs', async () => {
    const { code, out } = await deskledger('--version')
    expect(code).toBe(0)
    expect(out).toMatch(/^deskledger \S+\nnode \S+\nsqlite 3\.\S+\nlog format \d+\n$/)
  })
})

describe('a slip of the pen', () => {
  test.each([
    [['quer', 'Q16'], 'did you mean query?'],
    [['query', '--lst'], 'did you mean --list?'],
    [['audit', 'verfy'], 'did you mean verify? see: deskledger audit --help'],
    [['query', 'Q16', '--format', 'jsn'], 'did you mean json?'],
    [['project', '--on-undecodable', 'parc'], 'did you mean park?'],
    [['import', 'xess', 'a.xes'], 'did you mean xes?'],
    [['import', 'helpdesk.csv.gz'], 'deskledger import csv FILE'],
    [['schema', 'requests'], 'did you mean request?'],
    [['query', 'q16', '--show'], 'did you mean Q16?'],
    [['doctor', 'now'], 'see: deskledger doctor --help'],
    [['customer', 'x', '--as', 'agent:ana'], 'see: deskledger customer --help'],
    [['customer', '--as', 'agent:ana', '--purpose', 'x'], 'see: deskledger customer --help'],
    [['events', '--limit'], 'see: deskledger events --help'],
    [['project', '--rebuild', 'custmer', '--desk', 'SAMPLE'], 'deskledger project --rebuild all'],
    [['events', '--type', 'RequestOpend', '--desk', 'SAMPLE'], 'did you mean RequestOpened?'],
    [['query', 'Q166', '--desk', 'SAMPLE'], 'did you mean Q16?'],
    [['query', 'select statuss from request', '--desk', 'SAMPLE'], 'did you mean status?'],
    [['query', 'select 1 from requests', '--desk', 'SAMPLE'], 'did you mean request?'],
    [['query', 'Q16', '--param', 'fro=1', '--desk', 'SAMPLE'], 'did you mean from?'],
    [['query', 'Q16', 'from=1', '--desk', 'SAMPLE'], 'deskledger query Q16 --param name=value'],
  ])('%j is wrong usage, and mended by: %s', async (words, mend) => {
    const sample = await sharedSample()
    const args = words.map((word) => (word === 'SAMPLE' ? sample : word))
    const said = await deskledger(...args, '--json')
    expect({ code: said.code, out: said.out }).toEqual({ code: 2, out: '' })
    expect(problemOf(said)['mend']).toContain(mend)
  })

  test('makes no desk', async () => {
    const desk = nowhere()
    await deskledger('query', '--lst', '--desk', desk)
    await deskledger('project', '--rebuild', 'x', '--desk', desk)
    expect(contents(desk)).toEqual([])
  })
})

describe('a failure', () => {
  test('has code, what, where, why and mend as text', async () => {
    const desk = nowhere()
    const { code, out, err } = await deskledger('doctor', '--desk', desk)
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toBe(
      [
        'DL1001 There is no desk here.',
        `  where: ${desk}`,
        '  why:   the folder holds no events.db',
        '  mend:  name the desk with --desk DIR, or make one: deskledger demo --desk DIR',
        '',
      ].join('\n'),
    )
  })

  test('has the same as JSON, on a line of its own', async () => {
    const desk = nowhere()
    const said = await deskledger('doctor', '--desk', desk, '--json')
    expect(problemOf(said)).toEqual({
      code: 'DL1001',
      what: 'There is no desk here.',
      where: desk,
      why: 'the folder holds no events.db',
      mend: 'name the desk with --desk DIR, or make one: deskledger demo --desk DIR',
      _tag: 'NoDesk',
    })
    expect(said.err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('of the parser is told like any other', async () => {
    const text = await deskledger('customer', 'x')
    expect(text.err).toMatch(/^DL9000 An option is missing\.\n {2}why: {3}.*--as <who>\n {2}mend: /)
    const json = problemOf(await deskledger('customer', 'x', '--json'))
    expect(json).toMatchObject({ code: 'DL9000', what: 'An option is missing.', _tag: 'Usage' })
  })

  test.each([
    ['a customer who is not there', ['customer', 'PERSON', '--as', 'agent:a', '--purpose', 'x']],
    ['a person in the place of a command', ['PERSON']],
    ['one argument too many', ['doctor', 'PERSON']],
    ['a value behind an option that is none', ['events', '--phone=PERSON']],
    ['a parameter without a name', ['query', 'Q01', '--param', 'PERSON']],
    ['a parameter of another form', ['query', 'Q16', '--param', 'from=PERSON']],
    ['a time that is none', ['events', '--since', 'PERSON']],
    ['a number that is none', ['events', '--limit', 'PERSON']],
    ['a format that is none', ['query', 'Q16', '--format', 'PERSON']],
  ])('never repeats what may be personal: %s', async (_, words) => {
    const person = '+34 600 999 111 María'
    const args = words.map((word) => word.replace('PERSON', person))
    for (const form of [[], ['--json']]) {
      const said = await deskledger(...args, '--desk', await sharedSample(), ...form)
      expect(said.code).toBe(2)
      expect(said.err + said.out).not.toMatch(/María|999/)
    }
  })
})

describe('where there is no desk', () => {
  test.each([
    ['query', 'Q16'],
    ['events'],
    ['project'],
    ['doctor'],
    ['import', '--withdraw', 'b'],
    ['customer', 'x', '--as', 'agent:ana', '--purpose', 'service'],
  ])('%s says so and makes none', async (...args) => {
    const desk = nowhere()
    const said = await deskledger(...args, '--desk', desk, '--json')
    expect(said).toMatchObject({ code: 3, out: '' })
    expect(problemOf(said)['code']).toBe('DL1001')
    expect(contents(desk)).toEqual([])
  })
})
