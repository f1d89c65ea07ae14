/**
 * The format and the map that the command line names, so far as there are such.
 */
import { readFileSync } from 'node:fs'
import { nearest, ProblemError, problemOf } from '@deskledger/desk'
import { decodeMap, describeInvalidMap, xesMap, type ImportMap } from '@deskledger/ingest'
import { usageError } from '../../output/problem.ts'

type Formats = 'xes' | 'csv'
const known: ReadonlyArray<Formats> = ['xes', 'csv']

export const formatOf = (format = ''): Formats => {
  const found = known.find((each) => each === format)
  if (found !== undefined) return found
  const [, meant] = /\.(xes|csv)(?:\.gz)?$/i.exec(format) ?? []
  const hint = nearest(format, known)
  throw usageError(
    'DL9004',
    'The format is not known.',
    `${format === '' ? 'none was named' : `it is ${format}`}; there are ${known.join(', ')}`,
    hint === undefined
      ? `name it before the file: deskledger import ${meant?.toLowerCase() ?? 'xes'} FILE`
      : `did you mean ${hint}?`,
  )
}

const needsMap = usageError(
  'DL9006',
  'A CSV file needs a map.',
  'only its columns are known, not what they mean',
  'write one: docs/reference/import-maps.md, then --map FILE',
)

interface Named {
  readonly map?: string
  readonly activity?: string
}

export const mapOf = (format: Formats, { map, activity }: Named): ImportMap => {
  if (map === undefined && format === 'csv') throw needsMap
  const base = map === undefined ? xesMap : readMap(map)
  if (base.format !== format)
    throw new ProblemError(
      problemOf({ _tag: 'InvalidMap', file: map, reason: `it is a map for ${base.format}` }),
    )
  return activity === undefined ? base : { ...base, activity }
}

const readMap = (file: string): ImportMap => {
  const map = decodeMap(parsed(file))
  if (map._tag === 'Right') return map.right
  const reason = describeInvalidMap(map.left)
  throw new ProblemError(problemOf({ _tag: 'InvalidMap', file, reason }))
}

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read'
    throw new ProblemError(problemOf({ _tag: 'InvalidMap', file, reason }))
  }
}
