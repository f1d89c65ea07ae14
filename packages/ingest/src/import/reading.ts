/**
 * The events of a file, in its order, as a stream: constant memory however long it is.
 */
import { caughtAt, isBrokenOff, type BrokenOff } from '../file/broken-off.ts'
import { bytesOf, meter, type Meter } from '../file/bytes.ts'
import { csvRows } from '../file/csv.ts'
import { linesOf } from '../file/lines.ts'
import { isBroken, type Broken, type Row } from '../file/row.ts'
import { textOf } from '../file/text.ts'
import { xesRows, xmlEncoding } from '../file/xes.ts'
import { columnsOf } from '../map/columns.ts'
import type { ImportMap } from '../map/map.ts'
import { interpreter, type SourceEvent } from '../map/source-event.ts'

export interface ReadSettings {
  readonly file: string
  readonly map: ImportMap
  /** What happens later is set aside, in milliseconds since 1970 UTC. */
  readonly latest: () => number
  readonly seen: Meter
}

/** What the file tells, and what of it cannot be told. Rejects with `BrokenOff` where it ends early. */
export async function* eventsOf({
  file,
  map,
  latest,
  seen,
}: ReadSettings): AsyncGenerator<SourceEvent | Broken> {
  const interpret = interpreter(map, latest)
  let line = 0
  try {
    for await (const row of rowsOf(map, bytesOf(file, seen))) {
      line = row.line
      yield isBroken(row) ? row : interpret(row)
    }
  } catch (caught) {
    throw caughtAt(caught, line)
  }
}

/**
 * Why not even the first event of a file can be read; nothing if it can, or if there is none. For
 * those who would make something for an import only if there will be one.
 */
export const unreadableAtOnce = async (
  settings: Omit<ReadSettings, 'seen'>,
): Promise<BrokenOff | undefined> => {
  try {
    await eventsOf({ ...settings, seen: meter() }).next()
    return undefined
  } catch (caught) {
    if (isBrokenOff(caught)) return caught
    throw caught
  }
}

const rowsOf = (map: ImportMap, bytes: AsyncIterable<Buffer>): AsyncGenerator<Row | Broken> => {
  if (map.format === 'xes') return xesRows(textOf(bytes, xmlEncoding))
  const { delimiter = ',', encoding, header = true } = map.csv ?? {}
  const lines = linesOf(textOf(bytes, () => encoding))
  return csvRows(lines, { delimiter, header }, columnsOf(map))
}
