/**
 * What a desk is opened with, and what it can then be asked.
 */
import type { Kysely } from 'kysely'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Actor, Command, RecordedEvent, Sent } from '@deskledger/kernel'
import type { Expected, HandleError, Handled, Result, StoreError } from '@deskledger/event-store'
import type { Durability, OpenError } from '@deskledger/event-store-sqlite'
import type { Parked, RunnerError } from '@deskledger/process'
import type {
  BadParam,
  Checkpoint,
  Database,
  ProjectionError,
  Question,
  Value,
} from '@deskledger/projection'
import type { ImportError, Report, WithdrawError, Withdrawn } from '@deskledger/ingest'
import type { MasterKeyProvider, VaultError } from '@deskledger/vault'
import type { BuiltIn } from './built-in.ts'
import type { CustomerView } from './customer.ts'
import type { ViewsFailure } from './desk-views.ts'
import type { Erasures } from './erasing.ts'
import type { ForeignEvent } from './foreign.ts'
import type { ImportOptions } from './importing.ts'
import type {
  CommandTo,
  DeciderOf,
  EventOf,
  Module,
  QuestionOf,
  RejectionTo,
  TableOf,
  ViewOf,
} from './module.ts'

/** What any desk may be told, wherever it is kept. */
export interface SharedSettings<Modules extends ReadonlyArray<Module>> {
  /** The only source of time, in whole milliseconds since 1970 UTC; the machine's unless told. */
  readonly clock?: () => number
  /** The only source of identity: UUIDs in lower case; version 7 unless told. */
  readonly ids?: () => string
  /** Modules of the embedder's own, beside the built-in ones. */
  readonly modules?: Modules
  /**
   * `live`, unless told: read models follow the log and policies react by themselves. `still`: only
   * when they are asked to, by `caughtUp` and `settled`.
   */
  readonly mode?: 'live' | 'still'
  /** What becomes of stored events that cannot be read; `fail` unless told. */
  readonly onUndecodable?: 'fail' | 'skip' | 'park'
  /** Hears how far a read model has come that is being built. */
  readonly onProgress?: (progress: { readonly position: number }) => void
}

export interface DeskSettings<
  Modules extends ReadonlyArray<Module>,
> extends SharedSettings<Modules> {
  /** Where the desk is kept. Made if it is not there; refused if it holds something else. */
  readonly folder: string
  /** `full`, unless told: what is acknowledged survives a power cut. */
  readonly durability?: Durability
  /** Where the master key is that opens the desk's other keys; see `keys.ts` for what it is unless told. */
  readonly masterKey?: MasterKeyProvider
}

/** Why a desk cannot be opened. Nothing was changed. */
export type OpenDeskError =
  | OpenError
  | VaultError
  | StoreError
  /** The folder holds other things, and no desk. */
  | { readonly _tag: 'NotADesk'; readonly folder: string; readonly found: ReadonlyArray<string> }
  /** A migration into this folder was interrupted. */
  | { readonly _tag: 'DeskOnItsWay'; readonly folder: string }
  | {
      readonly _tag: 'FolderUnusable'
      readonly folder: string
      readonly code: string
      readonly cause: unknown
    }

// ------------------------------------------------------------------------------------------------
// types of what the modules together know
// ------------------------------------------------------------------------------------------------

type All<Modules extends ReadonlyArray<Module>> = BuiltIn | Modules[number]
type Deciders<Modules extends ReadonlyArray<Module>> = DeciderOf<All<Modules>>

/** Every command that the desk's modules know, by type. */
export type SentTo<Modules extends ReadonlyArray<Module>> = Sent<CommandTo<Deciders<Modules>>>

export type DeskEvent<Modules extends ReadonlyArray<Module>> = EventOf<Deciders<Modules>>

export type SendError<Modules extends ReadonlyArray<Module>, Type> = HandleError<
  RejectionTo<Deciders<Modules>, Type>
>

type Questions<Modules extends ReadonlyArray<Module>> = QuestionOf<All<Modules>>

export type DeskDatabase<Modules extends ReadonlyArray<Module>> = Database<
  ReadonlyArray<TableOf<All<Modules>> | ViewOf<All<Modules>>>
>

type GivenTo<Q> = Q extends Question<string, infer Given, infer _> ? Given : never
type RowOfQuestion<Q> = Q extends Question<string, infer _, infer Row> ? Row : never
type Named<Modules extends ReadonlyArray<Module>, Name> = Extract<
  Questions<Modules>,
  { readonly name: Name }
>

// ------------------------------------------------------------------------------------------------
// the desk
// ------------------------------------------------------------------------------------------------

/** What is told beside a command. */
export interface SendOptions {
  /** The same id again is the same wish; a new one unless told. */
  readonly commandId?: string
  readonly correlationId?: string
  readonly causationId?: string
  /** What the sender saw of the stream; if it is no longer so, the answer is `Conflict`. */
  readonly expected?: Expected
}

export interface Sender<Modules extends ReadonlyArray<Module>> {
  /** The only way in. What is refused comes back as data. */
  readonly send: <const Type extends SentTo<Modules>['type']>(
    command: Extract<SentTo<Modules>, { readonly type: Type }>,
    options?: SendOptions,
  ) => Promise<Result<SendError<Modules, Type>, Handled<DeskEvent<Modules>>>>
}

export interface FpSender<Modules extends ReadonlyArray<Module>> {
  readonly send: <const Type extends SentTo<Modules>['type']>(
    command: Extract<SentTo<Modules>, { readonly type: Type }>,
    options?: SendOptions,
  ) => TaskEither<SendError<Modules, Type>, Handled<DeskEvent<Modules>>>
}

/** Rows, and how fresh they are. */
export interface Answered<Row> {
  readonly rows: ReadonlyArray<Row>
  readonly asOf: Freshness
}

export interface Freshness {
  /** The last position that the read model has folded. */
  readonly position: number
  /** The latest instant at which something of that happened; what questions call `:now`. */
  readonly now: number
  /** How many positions the log is ahead. */
  readonly behind: number
}

export type AskError =
  | BadParam
  | ViewsFailure
  | StoreError
  | {
      readonly _tag: 'UnknownQuestion'
      readonly name: string
      readonly known: ReadonlyArray<string>
      readonly didYouMean?: string
    }
  /** The SQL is wrong, or would write. */
  | {
      readonly _tag: 'BadQuery'
      readonly reason: string
      readonly didYouMean?: string
    }

/** How the desk is doing; nothing is wrong if there is no error and nothing is parked. */
export interface Health {
  /** Whether this process is the one that writes the read models and lets policies react. */
  readonly leads: boolean
  readonly views: ProjectionError | undefined
  readonly policies: ReadonlyArray<{ readonly name: string; readonly error: RunnerError }>
  readonly parked: ReadonlyArray<Parked<Command> & { readonly policy: string }>
}

export interface EventFilter {
  /** After this position; from the beginning unless told. */
  readonly after?: number
  /** Only these types; all unless told. */
  readonly types?: ReadonlyArray<string>
  /** With what foreign events say, which may be personal; without it unless told. */
  readonly raw?: boolean
}

export interface Desk<Modules extends ReadonlyArray<Module> = readonly []> {
  /**
   * Where the desk is kept. Of one on a cluster: where this node keeps what is in no database, such as
   * certificates and the ledger of erasures.
   */
  readonly folder: string
  /** The desk's own random id. */
  readonly id: string
  /** A new random id, for whatever a command begins. */
  readonly newId: () => string
  /** Who acts, in whose name, and why. */
  readonly as: (
    actor: Pick<Actor, 'kind' | 'id'>,
    how?: { readonly onBehalfOf?: string; readonly reason?: string },
  ) => Sender<Modules>
  /** The same for those who use fp-ts. */
  readonly fp: {
    readonly as: (
      actor: Pick<Actor, 'kind' | 'id'>,
      how?: { readonly onBehalfOf?: string; readonly reason?: string },
    ) => FpSender<Modules>
  }
  /**
   * The log, decoded, oldest first. An event of a type that no module knows is among them, marked as
   * `$foreign`; at one that a module knows and cannot read it rejects with a `Problem`.
   */
  readonly events: (
    filter?: EventFilter,
  ) => AsyncIterable<RecordedEvent<DeskEvent<Modules>> | ForeignEvent>
  /** The read model, typed, read-only. */
  readonly db: Kysely<DeskDatabase<Modules>>
  /** The answer to a named question. */
  readonly ask: <const Name extends Questions<Modules>['name']>(
    name: Name,
    params?: Partial<GivenTo<Named<Modules, Name>>>,
  ) => Promise<Result<AskError, Answered<RowOfQuestion<Named<Modules, Name>>>>>
  /** The rows of any SELECT over the read model; `:now` and other parameters by name. */
  readonly query: (
    sql: string,
    params?: Readonly<Record<string, Value>>,
  ) => Promise<Result<AskError, Answered<Readonly<Record<string, Value>>>>>
  /** The 360° view of a customer; nothing if there is none. Records nobody's looking. */
  readonly customer: (partyId: string) => Promise<CustomerView | undefined>
  /** The ids of the customers that an id, a phone number or an e-mail address names. */
  readonly find: (who: string) => Promise<ReadonlyArray<string>>
  /** How far the read model is, and how far behind the log. */
  readonly freshness: () => Promise<Freshness>
  /** The position of the last event. */
  readonly head: () => Promise<number>
  /** The names of the projectors. */
  readonly readModels: ReadonlyArray<string>
  /** Waits until the read model shows everything recorded so far. Rejects with a `Problem`. */
  readonly caughtUp: () => Promise<Checkpoint>
  /** Lets policies deal with everything recorded and due, then catches up. */
  readonly settled: () => Promise<Checkpoint>
  /** Lets policies deal with everything recorded and due. */
  readonly react: () => Promise<void>
  /** Brings in the history of another system; every event of it once, and again without harm. */
  readonly importHistory: (
    options: ImportOptions,
  ) => Promise<Result<ImportError, { readonly report: Report }>>
  /** Takes an import back, by facts. */
  readonly withdrawImport: (options: {
    readonly batchId: string
    readonly actor: Actor
    readonly onProgress?: (requests: number) => void
  }) => Promise<Result<WithdrawError, Withdrawn>>
  /** Builds the read model anew, beside the one that is read meanwhile. */
  readonly rebuild: () => Promise<Checkpoint>
  /** Erasing persons for good, with a certificate. */
  readonly erasures: Erasures
  readonly health: () => Health
  /** Carries out a parked effect once more; false if there is none under that key. */
  readonly release: (policy: string, key: string) => Promise<boolean>
  readonly close: () => Promise<void>
}
