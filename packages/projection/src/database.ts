/**
 * The tables and views of a read model as the type that kysely asks for.
 */
import type { AnyTable } from './table.ts'
import type { AnyView } from './view.ts'

type Flat<A> = { readonly [Name in keyof A]: A[Name] }

/** A row of a table or a view: `RowOf<typeof request>`. */
export type RowOf<T> = T extends { readonly _key?: infer Key; readonly _values?: infer Values }
  ? Flat<Key & Values>
  : T extends { readonly _values?: infer Values }
    ? Flat<Values>
    : never

/** What every read model file holds beside its tables. */
export interface EngineTables {
  readonly projection_checkpoint: {
    readonly name: string
    readonly position: number
    readonly now: number | null
    readonly seen_position: number
    readonly seen_id: string
    readonly incomplete_since: number | null
    readonly skipped: number
    readonly fingerprint: string
    readonly epoch: number
    readonly holder: string
    readonly lease_until: number
    readonly updated_at: number
  }
  readonly projection_parked: {
    readonly position: number
    readonly stream: string
    readonly revision: number
    readonly type: string
    readonly reason: string
  }
}

/** `Kysely<Database<typeof tables>>`, for a list of tables and views. */
export type Database<List extends ReadonlyArray<AnyTable | AnyView>> = EngineTables & {
  readonly [T in List[number] as T['name']]: RowOf<T>
}
