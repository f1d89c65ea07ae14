/**
 * Persistent subscriptions: groups of consumers whose progress the server keeps.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failure.ts'
import { until } from '../log/bells.ts'
import { nameOf, uuidFrom } from '../log/names.ts'
import type { Outlet } from '../outlet.ts'
import { dialogue, newId, unary, type Caller, type Method } from '../rpc.ts'
import * as P from '../schema/persistent.ts'
import { Empty, type StreamIdentifier } from '../schema/shared.ts'
import type { Wire } from '../wire.ts'
import { working, type Answer, type Consumer, type Working } from './group.ts'
import { infoOf } from './info.ts'
import {
  keyOf,
  settingsOf,
  sourceOf,
  startOf,
  type GroupStore,
  type KeptGroup,
} from './settings.ts'
import { lastNumber } from './source.ts'

const service = '/event_store.client.persistent_subscriptions.PersistentSubscriptions'
const features = ['stream', 'all']
const shape = (name: string) => ({ path: `${service}/${name}`, features })

type Place = Pick<KeptGroup, 'stream' | 'group'>

interface Named {
  readonly stream?: StreamIdentifier | undefined
  readonly all?: object | undefined
  readonly group?: string | undefined
}

const placeOf = ({ stream, all, group = '' }: Named): Place => ({
  stream: all === undefined ? nameOf(stream) : '$all',
  group,
})

const nothingAsked: E.Either<Failure, never> = E.left({ _tag: 'Invalid', why: 'nothing was asked' })
const missing = (place: Place): E.Either<Failure, never> =>
  E.left({ _tag: 'GroupMissing', ...place })
const done: E.Either<Failure, object> = E.right({})

/** The groups of one server, and the calls about them. `close` writes down how far they have come. */
export const groupsOf = (wire: Wire, groups: GroupStore) => {
  const known = new Map<string, Working>()
  for (const kept of groups.all()) known.set(keyOf(kept), working(wire, groups, kept))

  /** Reading goes on as the group is then; who was connected is let go. */
  const put = (kept: KeptGroup): void => {
    known.get(keyOf(kept))?.close()
    groups.put(kept)
    known.set(keyOf(kept), working(wire, groups, kept))
  }

  const create = async (options: P.GroupOptions): Promise<E.Either<Failure, object>> => {
    const { group = '', all } = options
    const place = { stream: sourceOf(options), group }
    if (known.has(keyOf(place))) return E.left({ _tag: 'GroupExists', ...place })
    if (place.stream !== '$all' && wire.viewOf(place.stream) === undefined) return nothingAsked
    const startFrom = startOf(options)
    const last = await lastNumber(wire, place.stream)
    put({
      ...place,
      settings: settingsOf(options),
      ...(all?.filter === undefined ? {} : { filter: all.filter }),
      startFrom,
      checkpoint: startFrom < 0 ? last : startFrom - 1,
      parked: [],
    })
    return done
  }

  const update = (options: P.GroupOptions): E.Either<Failure, object> => {
    const place = { stream: sourceOf(options), group: options.group ?? '' }
    const group = known.get(keyOf(place))
    if (group === undefined) return missing(place)
    group.close()
    put({ ...group.kept(), settings: settingsOf(options) })
    return done
  }

  const remove = (place: Place): E.Either<Failure, object> => {
    const group = known.get(keyOf(place))
    if (group === undefined) return missing(place)
    group.close()
    known.delete(keyOf(place))
    groups.remove(place)
    return done
  }

  const about = async (place: Place): Promise<E.Either<Failure, P.GroupInfo>> => {
    const group = known.get(keyOf(place))
    if (group === undefined) return missing(place)
    return E.right(infoOf(group, await lastNumber(wire, place.stream)))
  }

  const list = async (of: Named | undefined): Promise<E.Either<Failure, P.GroupInfo[]>> => {
    const stream = of === undefined ? undefined : placeOf(of).stream
    const wanted = [...known.values()].filter(
      (group) => stream === undefined || group.kept().stream === stream,
    )
    if (wanted.length === 0 && stream !== undefined) return missing({ stream, group: '' })
    const infos: Array<P.GroupInfo> = []
    for (const group of wanted)
      infos.push(infoOf(group, await lastNumber(wire, group.kept().stream)))
    return E.right(infos)
  }

  const methods: ReadonlyArray<Method> = [
    unary(shape('Create'), [P.GroupReq, Empty], async ({ options }) =>
      options === undefined ? nothingAsked : create(options),
    ),
    unary(shape('Update'), [P.GroupReq, Empty], async ({ options }) =>
      options === undefined ? nothingAsked : update(options),
    ),
    unary(shape('Delete'), [P.DeleteGroupReq, Empty], async ({ options = {} }) =>
      remove(placeOf(options)),
    ),
    unary(shape('GetInfo'), [P.InfoReq, P.InfoResp], async ({ options = {} }) =>
      E.map((info: P.GroupInfo) => ({ info }))(await about(placeOf(options))),
    ),
    unary(shape('List'), [P.ListReq, P.ListResp], async ({ options = {} }) =>
      E.map((subscriptions: P.GroupInfo[]) => ({ subscriptions }))(await list(options.of)),
    ),
    unary(shape('ReplayParked'), [P.ReplayReq, Empty], async ({ options = {} }) => {
      const place = placeOf(options)
      const group = known.get(keyOf(place))
      if (group === undefined) return missing(place)
      await group.replay(options.stopAt ?? Infinity)
      return done
    }),
    unary(shape('RestartSubsystem'), [Empty, Empty], () => Promise.resolve(done)),
    dialogue(shape('Read'), [P.ReadGroupReq, P.ReadGroupResp], (requests, caller, outlet) =>
      consume((place) => known.get(keyOf(place)), requests, { caller, outlet }),
    ),
  ]
  return {
    methods,
    close: (): void => {
      for (const group of known.values()) group.close()
      groups.close()
    },
  }
}

// ------------------------------------------------------------------------------------------------
// a consumer's call
// ------------------------------------------------------------------------------------------------

interface Line {
  readonly caller: Caller
  readonly outlet: Outlet<P.ReadGroupResp>
}

const consume = async (
  groupAt: (place: Place) => Working | undefined,
  requests: AsyncIterable<P.ReadGroupReq>,
  line: Line,
): Promise<E.Either<Failure, void>> => {
  const incoming = requests[Symbol.asyncIterator]()
  const begun = await incoming.next()
  if (begun.done === true || begun.value.options === undefined) return nothingAsked
  const { options } = begun.value
  const place = placeOf(options)
  const group = groupAt(place)
  if (group === undefined) return missing(place)
  const { maxSubscriberCount } = group.kept().settings
  if (maxSubscriberCount > 0 && group.consumers().length >= maxSubscriberCount)
    return E.left({ _tag: 'GroupFull', ...place })
  const dropped = new AbortController()
  await line.outlet.write({ confirmation: { id: newId() } })
  const leave = group.join(consumerOn(line, options.bufferSize ?? 10, () => dropped.abort()))
  try {
    return (await answering(group, incoming, AbortSignal.any([dropped.signal, line.caller.signal])))
      ? E.right(undefined)
      : E.left({ _tag: 'GroupDropped', ...place })
  } finally {
    leave()
  }
}

const consumerOn = ({ caller, outlet }: Line, slots: number, drop: () => void): Consumer => ({
  user: caller.user,
  slots,
  drop,
  send: (event, retryCount) => void outlet.write({ event: { ...event, retryCount } }),
})

const actions: ReadonlyArray<Answer> = ['retry', 'park', 'retry', 'skip']
const stop = 4

/** False if the group let go of the consumer, or the call was cut. */
const answering = (
  group: Working,
  incoming: AsyncIterator<P.ReadGroupReq>,
  signal: AbortSignal,
): Promise<boolean> => {
  const cut = until(() => undefined, signal).then(() => false)
  return Promise.race([heard(group, incoming), cut])
}

/** Resolves when the consumer has said its last word. */
const heard = async (group: Working, incoming: AsyncIterator<P.ReadGroupReq>): Promise<boolean> => {
  for (;;) {
    const next = await incoming.next()
    if (next.done === true) return true
    const { ack, nack } = next.value
    group.answer((ack?.ids ?? []).map(uuidFrom), 'done')
    const action = nack?.action ?? 0
    group.answer((nack?.ids ?? []).map(uuidFrom), actions[action] ?? 'skip')
    if (action === stop) return true
  }
}
