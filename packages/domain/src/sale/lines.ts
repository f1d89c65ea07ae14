/**
 * The rules of a sale's lines. They change while the sale is drafted or quoted; a change after a
 * quote makes it a draft again, so that the old quote can no longer be accepted.
 */
import { already, granted, refused } from '@deskledger/kernel'
import type { Answer, Of } from './commands.ts'
import { maxLines, type Line } from './events.ts'
import { changed, draftOf, type Changeable } from './state.ts'
import { isExact, totalOf } from './total.ts'

/** A line is added once, by its id. */
export const addLine = ({ data, at }: Of<'AddLine'>, state: Changeable): Answer => {
  const { saleId: _, ...line } = data
  const { lines } = draftOf(state)
  if (find(lines, line.lineId) !== undefined) return already
  if (lines.length >= maxLines) return refused({ _tag: 'TooManyLines', max: maxLines })
  if (!isExact(totalOf([...lines, line]))) return refused({ _tag: 'TotalTooLarge' })
  return granted({ type: 'LineAdded', data: { ...data, at } })
}

export const changeLine = ({ data, at }: Of<'ChangeLine'>, state: Changeable): Answer => {
  const { lines } = draftOf(state)
  const line = find(lines, data.lineId)
  if (line === undefined) return refused({ _tag: 'NoSuchLine', lineId: data.lineId })
  const { qty, unitPrice, covered } = line
  if (data.qty === qty && data.unitPrice === unitPrice && data.covered === covered) return already
  const total = totalOf(lines.map((each) => changed(each, data)))
  if (!isExact(total)) return refused({ _tag: 'TotalTooLarge' })
  return granted({ type: 'LineChanged', data: { ...data, at } })
}

export const removeLine = ({ data, at }: Of<'RemoveLine'>, state: Changeable): Answer => {
  const { lineId } = data
  if (find(draftOf(state).lines, lineId) === undefined)
    return refused({ _tag: 'NoSuchLine', lineId })
  return granted({ type: 'LineRemoved', data: { ...data, at } })
}

const find = (lines: ReadonlyArray<Line>, lineId: string): Line | undefined =>
  lines.find((line) => line.lineId === lineId)
