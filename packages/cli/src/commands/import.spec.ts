import { describe, expect, test } from '@jest/globals'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contents, csv, deskledger, fixture, nowhere, problemOf, xes } from '../console.samples.ts'

/** A place for a desk, and for the list of what is set aside. */
const place = () => {
  const desk = nowhere()
  return { desk, rejects: join(dirname(desk), 'rejects.ndjson') }
}
const bring = ({ desk, rejects }: ReturnType<typeof place>, ...args: ReadonlyArray<string>) =>
  deskledger('import', ...args, '--desk', desk, '--rejects', rejects)

interface Told {
  readonly batchId: string
  readonly counts: Readonly<Record<string, number>>
  readonly map?: { readonly format: string }
}
const report = (out: string) => JSON.parse(out) as Told
const headOf = async (desk: string) =>
  (JSON.parse((await deskledger('project', '--json', '--desk', desk)).out) as { position: number })
    .position

describe('an import', () => {
  test('of a file that is no XES makes no desk and prints no report', async () => {
    const to = place()
    const file = join(dirname(to.desk), 'notes.txt')
    writeFileSync(file, '# Notes\n\nNothing of a log.\n')
    const said = await bring(to, 'xes', file, '--json')
    expect([said.code, said.out, contents(to.desk)]).toEqual([3, '', []])
    expect(problemOf(said)).toMatchObject({ code: 'DL5011', where: expect.stringContaining(file) })
  })

  test('of XES brings in every event, and the desk can be asked at once', async () => {
    const to = place()
    const { code, out, err } = await bring(to, 'xes', xes)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Imported .*service-desk\.xes {2}source import, batch [\w-]+\n/)
    expect(out).toContain('        2 cases, 7 events read\n        7 activities recorded\n')
    expect(out).toContain('2 requests, 2 customers, 2 agents new; 1 product named')
    expect(out).toMatch(/1 time the channel "Carrier pigeon".*add it there/)
    const asked = await deskledger('query', 'select count(*) n from request', '--desk', to.desk)
    expect(asked.out).toBe('  n\n  2\n')
  })

  test('of the same file again adds nothing', async () => {
    const to = place()
    const first = await bring(to, 'xes', xes, '--json')
    const head = await headOf(to.desk)
    const again = await bring(to, 'xes', xes, '--json')
    expect(report(again.out).batchId).toBe(report(first.out).batchId)
    expect(report(again.out).counts).toMatchObject({ recorded: 0, requestsOpened: 0 })
    expect((await bring(to, 'xes', xes)).out).toContain('7 known already')
    expect(await headOf(to.desk)).toBe(head)
  })

  test('of CSV with a map lists what it sets aside by line, reason and remedy, as a finding', async () => {
    const to = place()
    const { code, out } = await bring(to, 'csv', ...csv)
    expect(code).toBe(1)
    expect(out).toContain(`1 detail left out, with reason and remedy in ${to.rejects}`)
    expect(JSON.parse(readFileSync(to.rejects, 'utf8'))).toEqual({
      line: 7,
      code: 'ScoreRefused',
      imported: true,
      reason: expect.stringContaining('NotOnTheScale'),
      remedy: expect.stringContaining('dimension'),
    })
  })

  test('is taken back by facts, and says how much', async () => {
    const to = place()
    const { batchId } = report((await bring(to, 'xes', xes, '--json')).out)
    const head = await headOf(to.desk)
    const back = await deskledger('import', '--withdraw', batchId, '--desk', to.desk)
    expect(back).toMatchObject({ code: 0, out: 'taken back: 7 activities of 2 requests\n' })
    const left = await deskledger('query', 'select count(*) n from request', '--desk', to.desk)
    expect(left.out).toBe('  n\n  0\n')
    expect(await headOf(to.desk)).toBeGreaterThan(head)
    const none = await deskledger('import', '--withdraw', 'no-such', '--desk', to.desk, '--json')
    expect(none.code).toBe(2)
    expect(problemOf(none)['code']).toBe('DL5008')
  })
})

describe('a rehearsal', () => {
  test('prints the map and what would be, and makes no desk', async () => {
    const to = place()
    const { code, out } = await bring(to, 'xes', xes, '--dry-run')
    expect(code).toBe(0)
    expect(out).toMatch(/^\{\n {2}"format": "xes"/)
    expect(out).toMatch(/^A rehearsal of/m)
    expect(out).toContain('7 activities would be recorded')
    expect(contents(to.desk)).toEqual([])
  })

  test('holds the map as JSON too, which imports the same', async () => {
    const to = place()
    const { map, counts } = report((await bring(to, 'xes', xes, '--dry-run', '--json')).out)
    const file = join(dirname(to.desk), 'map.json')
    writeFileSync(file, JSON.stringify(map))
    const done = report((await bring(to, 'xes', xes, '--map', file, '--json')).out)
    expect(done.counts).toEqual(counts)
    expect(done).not.toHaveProperty('map')
  })

  test('on a desk that is there adds nothing to it', async () => {
    const to = place()
    await bring(to, 'xes', xes)
    const head = await headOf(to.desk)
    await bring(to, 'csv', ...csv, '--dry-run')
    expect(await headOf(to.desk)).toBe(head)
  })
})

describe('an import that cannot begin', () => {
  const wrong = (name: string, text: string) => {
    const file = join(dirname(nowhere()), name)
    writeFileSync(file, text)
    return file
  }
  const map = readFileSync(fixture('service-desk.map.json'), 'utf8')
  const [data] = csv
  test.each([
    ['a file that is not there', ['xes', '/nowhere/log.xes'], 3, 'DL5001'],
    ['a folder', ['xes', '/'], 3, 'DL5001'],
    ['no file', ['xes'], 2, 'DL9005'],
    ['no format', [], 2, 'DL9004'],
    ['no map', ['csv', data], 2, 'DL9006'],
    ['a map that is not there', ['csv', data, '--map', '/nowhere.json'], 2, 'DL5002'],
    ['a map that is not JSON', ['csv', data, '--map', data], 2, 'DL5002'],
    ['a map of another format', ['xes', xes, '--map', csv[2]], 2, 'DL5002'],
    ['a map that lacks the case', ['csv', data, '--map', wrong('m', '{}')], 2, 'DL5002'],
    ['a source that is no key', ['xes', xes, '--source', 'help desk'], 2, 'DL5010'],
    ['a list in no folder', ['xes', xes, '--findings', '/nowhere/list'], 2, 'DL9015'],
  ])('for %s says so and makes no desk', async (_, args, code, problem) => {
    const to = place()
    const said = await bring(to, ...args, '--json')
    expect(said).toMatchObject({ code, out: '' })
    expect(problemOf(said)['code']).toBe(problem)
    expect(contents(to.desk)).toEqual([])
  })

  test('for a column that the file has not blames the map, and knows the column meant', async () => {
    const file = wrong('map.json', map.replace('"case": "ticket"', '"case": "tickets"'))
    const said = await bring(place(), 'csv', data, '--map', file, '--json')
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(problemOf(said)).toMatchObject({ code: 'DL5002', where: file })
    expect(problemOf(said)['why']).toContain('"tickets" (did you mean "ticket"?)')
  })

  test('in a folder that holds other things leaves it alone', async () => {
    const to = place()
    mkdirSync(to.desk)
    writeFileSync(join(to.desk, 'holiday.txt'), 'beach')
    const said = await bring(to, 'xes', xes, '--json')
    expect(said.code).toBe(3)
    expect(problemOf(said)['code']).toBe('DL1002')
    expect(contents(to.desk)).toEqual(['holiday.txt'])
  })

  test('where a file is in the place of the folder says so', async () => {
    const to = place()
    writeFileSync(to.desk, 'a letter')
    const said = await bring(to, 'xes', xes, '--json')
    expect(problemOf(said)).toMatchObject({ code: 'DL1003', why: 'a file is there, and no folder' })
    expect(said.code).toBe(3)
  })
})

describe('a file that ends early', () => {
  test('is imported up to there, and the line and the remedy are told', async () => {
    const to = place()
    const file = join(dirname(to.desk), 'cut.xes')
    writeFileSync(file, readFileSync(xes, 'utf8').split('\n').slice(0, 50).join('\n'))
    const said = await bring(to, 'xes', file, '--json')
    expect(said.code).toBe(3)
    expect(report(said.out).counts['recorded']).toBeGreaterThan(0)
    expect(problemOf(said)['where']).toMatch(/cut\.xes, line \d+$/)
    expect(problemOf(said)['mend']).toContain('nothing is recorded twice')
    const rehearsed = problemOf(await bring(place(), 'xes', file, '--dry-run', '--json'))
    expect(rehearsed).toMatchObject({ code: 'DL5003', what: 'The file ends early.' })
  })
})
