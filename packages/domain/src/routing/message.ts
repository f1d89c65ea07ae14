/**
 * What routing hears and what it may ask for.
 */
import type { EffectsDone, RecordedEvent } from '@deskledger/kernel'
import type * as Agents from '../agent/decide.ts'
import type * as AgentEvents from '../agent/events.ts'
import type * as Requests from '../request/commands.ts'
import type * as RequestEvents from '../request/events.ts'
import type * as Works from '../work/decide.ts'
import type * as WorkEvents from '../work/events.ts'

export type Event =
  | AgentEvents.Event
  | WorkEvents.Event
  | RequestEvents.RequestOpened
  | RequestEvents.PrioritySet
  | RequestEvents.RequestReopened
  | RequestEvents.RequestClosed
  | RequestEvents.RequestCancelled
  | EffectsDone

/** An event of this type as the log holds it. */
export type Heard<Type extends Event['type']> = RecordedEvent<
  Extract<Event, { readonly type: Type }>
>

type Named<Command extends { readonly type: string }, Type extends Command['type']> = Extract<
  Command,
  { readonly type: Type }
>

export type Command =
  | Named<Works.Command, 'RequestWork' | 'DecideRouting' | 'OfferWork' | 'LapseOffer'>
  | Named<Works.Command, 'RequeueWork' | 'CompleteWork' | 'WithdrawWork'>
  | Named<Agents.Command, 'ReserveWork' | 'ReleaseWork'>
  | Named<Requests.Command, 'AssignResponsible' | 'AcceptRequest'>
