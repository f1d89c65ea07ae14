/**
 * Requests of the second version of the protocol as wishes of one append.
 */
import { randomUUID } from 'node:crypto'
import type { Expected } from '@deskledger/event-store'
import { json } from '../log/kept.ts'
import type { Proposal } from '../log/proposed.ts'
import type { AnyValue, AppendRecord, RecordsReq, SessionReq } from '../schema/together.ts'

/** Events for one stream that stand side by side. */
export interface Run {
  readonly stream: string
  readonly expected: Expected
  readonly proposals: ReadonlyArray<Proposal>
}

export interface StateCheck {
  readonly stream: string
  readonly expected: Expected
}

/** As clients number it: a revision, or one of three marks. */
export const expectedOf = (n: number | undefined): Expected => {
  if (n === undefined || n === -2) return { _tag: 'Any' }
  if (n === -1) return { _tag: 'NoStream' }
  return n < 0 ? { _tag: 'StreamExists' } : { _tag: 'Exact', revision: n }
}

const contentTypes: Readonly<Record<number, string>> = {
  1: json,
  2: 'application/protobuf',
  3: 'application/avro',
}

const proposalOf = ({ id = '', properties, schema, data }: AppendRecord): Proposal => ({
  id: id === '' ? randomUUID() : id,
  type: schema?.name ?? '',
  contentType: contentTypes[schema?.format ?? 0] ?? 'application/octet-stream',
  data: Buffer.from(data ?? []),
  metadata: Buffer.from(properties === undefined ? '' : JSON.stringify(fieldsOf(properties))),
})

const fieldsOf = (values: ReadonlyMap<string, AnyValue>): object =>
  Object.fromEntries([...values].map(([name, value]) => [name, plain(value)]))

const plain = ({ number, text, flag, fields, list }: AnyValue): unknown => {
  if (fields !== undefined) return fieldsOf(fields.values ?? new Map())
  if (list !== undefined) return (list.values ?? []).map(plain)
  return text ?? number ?? flag ?? null
}

export const sessionRun = ({ stream = '', records = [], expected }: SessionReq): Run => ({
  stream,
  expected: expectedOf(expected),
  proposals: records.map(proposalOf),
})

/** Records may come interleaved: what stands side by side for one stream is one run. */
export const recordRuns = ({ records = [] }: RecordsReq): ReadonlyArray<Run> => {
  const runs: Array<{ stream: string; expected: Expected; proposals: Array<Proposal> }> = []
  for (const record of records) {
    const { stream = '' } = record
    const last = runs.at(-1)
    if (last?.stream === stream) last.proposals.push(proposalOf(record))
    else runs.push({ stream, expected: { _tag: 'Any' }, proposals: [proposalOf(record)] })
  }
  return runs
}

/** Here a revision that is left out is 0, not anything: the protocol does not send zeros. */
export const checksOf = ({ checks = [] }: RecordsReq): ReadonlyArray<StateCheck> =>
  checks.map(({ state }) => ({
    stream: state?.stream ?? '',
    expected: expectedOf(state?.expected ?? 0),
  }))
