/**
 * The deciders that an import speaks to, on a store.
 */
import * as Agent from '@deskledger/domain/agent'
import * as Assessment from '@deskledger/domain/assessment'
import { house as builtIn, type House } from '@deskledger/domain/definitions'
import * as Import from '@deskledger/domain/import'
import * as Party from '@deskledger/domain/party'
import * as Request from '@deskledger/domain/request'
import { handle, type EventStore, type Handle } from '@deskledger/event-store'
import type { Command as AnyCommand, CommandCodecs, Fact, Instant } from '@deskledger/kernel'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Send } from './port.ts'

export interface DecidersSettings {
  readonly clock: () => Instant
  /** The built-in one unless told. */
  readonly house?: House
}

/** Sends each command to the decider that knows it. Make one and keep it: it holds states. */
export const sendTo = (store: EventStore, { clock, house = builtIn }: DecidersSettings): Send => {
  const requestFacts = Request.facts(house)
  const assessmentFacts = Assessment.facts(house)
  const routes: ReadonlyMap<string, Send> = new Map([
    ...routesTo(Party.commands, handle(Party.decider, store, { clock })),
    ...routesTo(Agent.commands, handle(Agent.decider, store, { clock })),
    ...routesTo(Import.commands, handle(Import.decider, store, { clock })),
    ...routesTo(
      Request.commands,
      handle(Request.decider, store, {
        clock,
        facts: (command, state) => TE.fromEither(requestFacts(command, state)),
      }),
    ),
    ...routesTo(
      Assessment.commands,
      handle(Assessment.decider, store, {
        clock,
        facts: (command, state) => TE.fromEither(assessmentFacts(command, state)),
      }),
    ),
  ])
  return (command, call) => {
    const route = routes.get(command.type)
    return route === undefined ? TE.left({ _tag: 'UnknownCommand' }) : route(command, call)
  }
}

/** The handler under the name of each of its commands; it decodes what it is given. */
const routesTo = <
  C extends AnyCommand,
  Event extends Fact,
  Rejection extends { readonly _tag: string },
>(
  commands: CommandCodecs,
  handler: Handle<C, Event, Rejection>,
): ReadonlyArray<readonly [string, Send]> => {
  const send: Send = (command, call) => handler(command as never, call)
  return Object.keys(commands).map((type) => [type, send])
}
