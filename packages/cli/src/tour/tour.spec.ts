import { beforeAll, describe, expect, test } from '@jest/globals'
import { readDesk } from '@deskledger/desk'
import { captured, sharedSample } from '../console.samples.ts'
import { tourCustomer, tourDecision } from './choices.ts'
import { toured } from './questions.ts'
import { tour } from './tour.ts'

const touredOn = async (folder: string): Promise<string> => {
  const { io, said } = captured()
  const desk = await readDesk({ folder })
  const context = {
    io,
    desk: folder,
    isDeskNamed: true,
    json: false,
    quiet: true,
    finding: () => undefined,
  }
  await tour(context, desk)
  await desk.close()
  return said.out
}

let folder = ''
let text = ''
beforeAll(async () => {
  folder = await sharedSample()
  text = await touredOn(folder)
}, 120_000)

/** What the tour prints between the headings of a chapter and of the next one. */
const chapter = (n: number): string => text.split(/^\d (?=[A-Z])/m)[n] ?? ''

describe('the tour', () => {
  test('has four chapters', () => {
    expect(text.match(/^\d [A-Z].*$/gm)).toEqual([
      '1 A customer, all round',
      '2 A routing decision, explained',
      '3 Five questions, answered',
      '4 What to try next',
    ])
  })

  test('is the same each time', async () => {
    expect(await touredOn(folder)).toBe(text)
  })

  test('shows one customer from all sides', async () => {
    const desk = await readDesk({ folder })
    const partyId = await tourCustomer(desk)
    const view = await desk.customer(partyId)
    await desk.close()
    expect(chapter(1)).toContain(`${view?.profile.display_name ?? ''}  ${partyId}`)
    for (const part of ['requests', 'Lately']) expect(chapter(1)).toContain(part)
    for (const { address } of view?.contactPoints ?? []) expect(chapter(1)).toContain(address)
    expect(chapter(4)).toContain(`npx deskledger events --party ${partyId} --desk ${folder}`)
  })

  test('explains a decision: the best agents by points, and who was left out for what', async () => {
    const desk = await readDesk({ folder })
    const decision = await tourDecision(desk)
    await desk.close()
    const scores = (decision?.candidates ?? []).flatMap(({ score }) =>
      score === null ? [] : score,
    )
    expect(scores.length).toBeGreaterThanOrEqual(5)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(chapter(2)).toContain(decision?.explanation)
    for (const { agent, excluded } of decision?.candidates ?? [])
      expect(chapter(2)).toMatch(new RegExp(`^  ${agent} .*${excluded}$`, 'm'))
  })

  test('answers five questions with the numbers that the desk gives', async () => {
    const desk = await readDesk({ folder })
    for (const [name, params] of toured) {
      const answer = await desk.ask(name as never, params as never)
      const rows: ReadonlyArray<object> = answer.ok ? answer.rows : []
      const { asks = '' } = desk.questions.get(name) ?? {}
      const [, printed = ''] = chapter(3).split(`${asks} ${name}\n`)
      const [, ...lines] = (printed.split('\n\n')[0] ?? '').split('\n')
      expect(rows.length).toBeGreaterThan(0)
      expect(lines.slice(0, 5).map((line) => line.trim().split(/ {2,}/))).toEqual(
        rows.slice(0, 5).map((row) => Object.values(row).map((value) => String(value ?? '–'))),
      )
    }
    await desk.close()
  })

  test('ends with commands to copy', () => {
    const commands = chapter(4).match(/^ {2}npx deskledger .+$/gm) ?? []
    expect(commands.length).toBeGreaterThanOrEqual(5)
    for (const command of commands) expect(command).not.toMatch(/ {2,}\S+$/)
  })
})
