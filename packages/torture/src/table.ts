/**
 * Results as a table: a line for each, columns wide enough for what stands in them.
 */
export type Cell = string | number

/** Numbers stand at the right of their column, words at the left. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Cell>>,
): string => {
  const widths = head.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => String(row[i] ?? '').length)),
  )
  const line = (cells: ReadonlyArray<Cell>): string =>
    cells
      .map((cell, i) => aligned(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width))
  return `${[head, rule, ...rows].map(line).join('\n')}\n`
}

const aligned = (cell: Cell, width: number): string =>
  typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width)
