/**
 * What an import needs of a desk: to send commands, and to read. It never appends by itself.
 */
import type { Command as AgentCommand } from '@deskledger/domain/agent'
import type { Command as AssessmentCommand } from '@deskledger/domain/assessment'
import type { Command as ImportCommand } from '@deskledger/domain/import'
import type { Command as PartyCommand } from '@deskledger/domain/party'
import type { Command as RequestCommand } from '@deskledger/domain/request'
import type { Call, EventStore } from '@deskledger/event-store'
import type { Fact, Sent } from '@deskledger/kernel'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

export type Command = Sent<
  PartyCommand | AgentCommand | RequestCommand | AssessmentCommand | ImportCommand
>

/** To the decider that knows the command, as `handle` answers. */
export type Send = (
  command: Command,
  call: Call,
) => TaskEither<
  { readonly _tag: string },
  { readonly events: ReadonlyArray<Fact>; readonly repeated: boolean }
>

export interface Port extends Pick<EventStore, 'readStream' | 'readAll'> {
  readonly send: Send
}
