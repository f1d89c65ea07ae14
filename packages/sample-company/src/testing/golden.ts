/**
 * What the built-in sample comes to: how many events of which type, and the digests of every table.
 *
 * `golden.json` holds it for the whole year and for the short form. Whoever changes the sample, an
 * event or a read model on purpose writes it anew: `UPDATE_GOLDEN=1 npm test -- sample-company/src`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { orThrow, readDesk } from '@deskledger/desk'

export interface Golden {
  readonly events: number
  readonly byType: Readonly<Record<string, number>>
  readonly tables: Readonly<Record<string, Digest>>
}

/** As `projection` computes it: `facts` without personal data and positions, `all` with them. */
interface Digest {
  readonly rows: number
  readonly facts: string
  readonly all: string
}

/** The days of the short form, three weeks. */
export const shortForm = 21

const file = new URL('../golden.json', import.meta.url)

/** What is to come out for so many days. */
export const expected = (days: number): Golden => {
  const { [String(days)]: golden } = read()
  if (golden === undefined) throw new Error(`golden.json holds nothing for ${days} days`)
  return golden
}

const read = (): Readonly<Record<string, Golden>> => JSON.parse(readFileSync(file, 'utf8'))

export const isToBeUpdated = process.env['UPDATE_GOLDEN'] === '1'

export const update = (days: number, golden: Golden): void =>
  writeFileSync(file, `${JSON.stringify({ ...read(), [String(days)]: golden }, undefined, 2)}\n`)

/** What has come out in `folder`. */
export const found = async (folder: string): Promise<Golden> => {
  const desk = await readDesk({ folder })
  try {
    const counts = new Map<string, number>()
    for await (const page of desk.store.readAll())
      for (const { type } of page.events) counts.set(type, (counts.get(type) ?? 0) + 1)
    const byType = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    const events = [...counts.values()].reduce((sum, n) => sum + n, 0)
    const tables = desk.projectors.flatMap((projector) => projector.tables)
    return { events, byType, tables: orThrow(desk.views().digest(tables)) }
  } finally {
    await desk.close()
  }
}
