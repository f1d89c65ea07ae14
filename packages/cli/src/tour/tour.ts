/**
 * The guided tour of the sample company: one customer, one decision, five questions, what to try.
 */
import type { ReadingDesk } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { tellCustomer } from '../output/customer-view.ts'
import { bold, cyan, dim } from '../output/style.ts'
import { rowsAs } from '../output/table.ts'
import { tourCustomer, tourDecision, type TourDecision } from './choices.ts'
import { tourQuestions, type TourAnswer } from './questions.ts'

export const tour = async ({ io, desk: folder }: Context, desk: ReadingDesk): Promise<void> => {
  const shown = relative(folder)
  const chapter = (n: number, title: string, about: string): void =>
    io.out(`\n${cyan(`${n}`)} ${bold(title)}\n  ${dim(about)}\n\n`)

  chapter(1, 'A customer, all round', 'every contact, request, sale and opinion under one id')
  const partyId = await tourCustomer(desk)
  const view = await desk.customer(partyId)
  if (view !== undefined) tellCustomer(io, view)

  chapter(2, 'A routing decision, explained', 'who was considered, who was not eligible, and why')
  const decision = await tourDecision(desk)
  if (decision !== undefined) io.out(decided(decision))

  chapter(3, 'Five questions, answered', 'each is SQL over documented tables; none is hard-coded')
  for (const answer of await tourQuestions(desk)) io.out(answered(answer))

  chapter(4, 'What to try next', 'the same commands work on your own history')
  io.out(next(shown, partyId))
}

const relative = (folder: string): string => {
  const here = `${process.cwd()}/`
  return folder.startsWith(here) ? folder.slice(here.length) : folder
}

const decided = ({ explanation, at, queue, candidates }: TourDecision): string => {
  const rows = candidates.map(({ agent, score, skill, load, affinity, idle, excluded }) => ({
    agent,
    score,
    skill,
    load,
    affinity,
    idle,
    excluded,
  }))
  const columns = ['agent', 'score', 'skill', 'load', 'affinity', 'idle', 'excluded']
  return `  ${at}  queue ${queue}: ${explanation}\n\n${rowsAs('table', columns, rows)}`
}

const answered = ({ name, asks, columns, rows, more }: TourAnswer): string =>
  [
    `${bold(asks)} ${dim(name)}`,
    rowsAs('table', columns, rows).trimEnd(),
    ...(more > 0 ? [dim(`  and ${more} more rows`)] : []),
    '\n',
  ].join('\n')

const next = (desk: string, partyId: string): string => {
  const at = desk === 'desk' ? '' : ` --desk ${/\s/.test(desk) ? `"${desk}"` : desk}`
  const lines = [
    ['query --list', 'the questions that have a name'],
    ['query Q36 --show', 'the SQL behind one of them'],
    ['schema request', 'what every column means'],
    [`query "select queue, count(*) n from work_item group by 1"${at}`, 'any SELECT'],
    [`events --party ${partyId}${at}`, 'what is known of the customer above'],
    [`customer ${partyId} --as agent:you --purpose curiosity${at}`, 'and who asked'],
    ['import xes YOUR-LOG.xes.gz --desk mine', 'your own history'],
  ]
  return lines.map(([line, about]) => `  # ${about}\n  npx deskledger ${line}\n`).join('')
}
