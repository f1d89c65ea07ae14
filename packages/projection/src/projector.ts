/**
 * A projector: the tables of one package, under one name and version.
 */
import type { Fact, RecordedEvent } from '@deskledger/kernel'
import type { AnyEvent, AnyTable, Row } from './table.ts'
import type { AnyView } from './view.ts'

/**
 * Whose personal data an event erases: ids by the column that personal columns name as theirs, such
 * as `{ party_id: e.data.partyId }`.
 */
export type Erases = Readonly<Record<string, (e: AnyEvent) => Row>>

export interface Projector {
  readonly name: string
  /** One more whenever the same events would give other rows: the read model is then built anew. */
  readonly version: number
  /** Each after those that it follows. */
  readonly tables: ReadonlyArray<AnyTable>
  readonly views?: ReadonlyArray<AnyView>
  /** Events on which the engine empties personal columns, in the tables of every projector. */
  readonly erases?: Erases
}

/** The same, while the types of the events are known. */
export type ErasesOf<E extends Fact> = {
  readonly [Type in E['type']]?: (
    e: RecordedEvent<Extract<E, { readonly type: Type }>>,
  ) => Readonly<Record<string, string>>
}
