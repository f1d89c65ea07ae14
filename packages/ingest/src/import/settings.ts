/**
 * What an import is told, and why it may end without a report of its own.
 */
import type { House } from '@deskledger/domain/definitions'
import type { Actor, Instant } from '@deskledger/kernel'
import type { BrokenOff } from '../file/broken-off.ts'
import type { ImportMap } from '../map/map.ts'
import type { WithdrawalUnfinished } from './batch.ts'
import type { Progress } from './progress.ts'
import type { Report } from './report.ts'
import type { Stopped } from './telling.ts'

export interface ImportSettings {
  readonly file: string
  readonly map: ImportMap
  /** Of the desk: whoever has it can tell whose id a label has. */
  readonly secret: Uint8Array
  readonly clock: () => Instant
  /** The system that the file comes from, unless the map says; `import` unless told. */
  readonly source?: string
  /** A rehearsal decides everything and sends nothing; an import unless told. */
  readonly mode?: 'import' | 'rehearsal'
  /** Who imports; the source unless told. */
  readonly actor?: Actor
  /** What a rehearsal decides by; the built-in house unless told. */
  readonly house?: House
  /** Where to list what is set aside; `<file>.rejects.ndjson` in the current folder unless told. */
  readonly rejectsFile?: string
  /** Where to list all that the comparison with the log finds; nowhere unless told. */
  readonly findingsFile?: string
  /** How many events are on their way at once; 256 unless told. */
  readonly inFlight?: number
  /** Milliseconds before each further try when the desk does not answer; about 5 seconds in all. */
  readonly patience?: ReadonlyArray<number>
  readonly onProgress?: (progress: Progress) => void
}

export type ImportError =
  | { readonly _tag: 'NoFile'; readonly file: string; readonly code: string }
  | { readonly _tag: 'InvalidSource'; readonly expected: string }
  /** An import of this file is being taken back; nothing was imported. */
  | WithdrawalUnfinished
  /** Not one event of the file could be read; nothing was imported. */
  | { readonly _tag: 'NothingRead'; readonly end: BrokenOff }
  /** The file ended early; what came before is imported. */
  | { readonly _tag: 'ReadingEnded'; readonly end: BrokenOff; readonly report: Report }
  /** The file was written to meanwhile: import it again when it is whole. */
  | { readonly _tag: 'FileChanged'; readonly report: Report }
  /** The import was taken back while it ran: withdraw it once more. */
  | { readonly _tag: 'TakenBack'; readonly report: Report }
  /** The desk could not go on; the same import goes on from there when it is started again. */
  | (Stopped & { readonly report?: Report })
