/**
 * What must hold of a desk on a cluster, whatever befell its nodes.
 */
import { assembled, type Desk } from '@deskledger/desk'
import { uuidOf } from '@deskledger/event-store'
import {
  connectPostgres,
  postgresViews,
  type PostgresSettings,
} from '@deskledger/projection/postgres'

const tables = assembled().projectors.flatMap((projector) => projector.tables)

/** The digest of the facts of each table, as it stands in Postgres. */
export const factsIn = async (
  settings: PostgresSettings,
): Promise<Readonly<Record<string, string>>> => {
  const server = await connectPostgres(settings)()
  if (server._tag === 'Left') throw new Error(server.left._tag)
  const digests = await postgresViews(server.right).digest(tables)()
  await server.right.end()
  if (digests._tag === 'Left') throw new Error(digests.left._tag)
  return factsOf(digests.right)
}

export const factsOf = (
  digests: Readonly<Record<string, { readonly facts: string }>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(digests).map(([name, { facts }]) => [name, facts]))

export interface Effects {
  /** Carried out, and written by a command of their own. */
  readonly sent: number
  /** Carried out and marked so twice. */
  readonly markedTwice: ReadonlyArray<string>
  /** Marked as carried out, and not in the log; or there more than once. */
  readonly notOnce: ReadonlyArray<string>
}

interface Mark {
  readonly data: {
    readonly policy: string
    readonly outcomes: ReadonlyArray<{ readonly key: string; readonly result: string }>
  }
}

/** What a policy says of what it has dealt with, in its own stream. */
const isMark = (event: { readonly type: string }): event is { readonly type: string } & Mark =>
  event.type === 'EffectsDone'

/** What became of the effects of every policy, as the log tells it. */
export const effectsIn = async (desk: Desk): Promise<Effects> => {
  const sent: Array<string> = []
  const runs = new Map<string, number>()
  let last = ''
  for await (const event of desk.events()) {
    // The events of one command stand together in their stream; each of its runs is one hearing.
    const hearing = `${event.stream} ${event.commandId}`
    if (event.actor.kind === 'system' && hearing !== last)
      runs.set(event.commandId, (runs.get(event.commandId) ?? 0) + 1)
    last = hearing
    if (isMark(event))
      for (const { key, result } of event.data.outcomes)
        if (result === 'sent') sent.push(`policy/${event.data.policy}/${key}`)
  }
  const seen = new Set<string>()
  return {
    sent: sent.length,
    markedTwice: sent.filter((each) => seen.size === seen.add(each).size),
    notOnce: sent.filter((each) => runs.get(uuidOf(each)) !== 1),
  }
}
