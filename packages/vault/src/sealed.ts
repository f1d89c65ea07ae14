/**
 * A log whose personal data is sealed: the same port over any log.
 *
 * Written: encoded → sealed → stored. Read: stored → unsealed at the stored path → up to date →
 * decoded. What is erased is read as `Erased`; what is not what was sealed is `StoreDamaged`. A command
 * that is heard again is known again, although nothing is sealed twice the same; once its subject is
 * erased, any command under its id is taken for it. Where keys have to be fetched, appends go to the log
 * in the order in which they were asked for, and only if the log takes them.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { AnyEventCodec } from '@deskledger/kernel'
import {
  textsOf,
  toStoreError,
  type Append,
  type AppendAll,
  type AppendError,
  type Appended,
  type EventStore,
  type HeardCommand,
  type StoreError,
} from '@deskledger/event-store'
import { fingerprintKeyOf, unsealedFingerprint, type Told } from './fingerprint.ts'
import { inOrder } from './in-order.ts'
import { opening } from './opening.ts'
import { personalFieldsOf } from './personal-fields.ts'
import { withKeys, type Ring, type SealingKeys } from './ring.ts'
import { sealing } from './sealing.ts'
import type { LinksOf } from './subject.ts'
import { keyIdsIn, unsealing } from './unsealing.ts'

export interface SealedOver {
  readonly vault: SealingKeys
  readonly registry: { readonly codecs: ReadonlyMap<string, AnyEventCodec> }
  /** Whose else the data of a subject is; nobody's unless told. */
  readonly linksOf?: LinksOf
}

/** Calls on the log below, with personal data sealed on the way in and unsealed on the way out. */
export const sealed = <Store extends EventStore>(
  store: Store,
  { vault, registry, linksOf = () => [] }: SealedOver,
): Store => {
  const prepared = sealing(vault.desk, personalFieldsOf(registry), linksOf)
  const unseal = unsealing(vault)
  const { desk } = vault
  const order = inOrder()

  /** The append as the log below is given it. */
  const attempted = (request: Append): Now<E.Either<AppendError, Append>> => {
    try {
      const made = prepared(request)
      if (E.isLeft(made)) return made
      if (made.right === undefined) return E.right(request)
      const refusal = vault.ready === undefined ? E.right(undefined) : textsOf(request)
      if (E.isLeft(refusal)) return refusal
      const { wanted, seal } = made.right
      const answer = withKeys(vault, wanted, seal)
      return answer instanceof Promise ? answer.catch(unreachable) : answer
    } catch (cause) {
      return unreachable(cause)
    }
  }

  /** The fingerprint as the sender knows it; nothing once it is erased. */
  const told = (stored: string, of: Omit<Told, 'desk'>, ring: Ring): string | undefined => {
    const id = fingerprintKeyOf(stored)
    if (id === undefined) return stored
    const key = ring.keyOf(id)
    return key === undefined ? undefined : unsealedFingerprint(stored, key, { desk, ...of })
  }

  const opened = (heard: HeardCommand, of: Omit<Told, 'desk'>, ring: Ring): HeardCommand => {
    const events = heard.events.map((event) => unseal.event(event, ring))
    const fingerprint = told(heard.fingerprint, of, ring)
    return fingerprint === undefined
      ? { ...heard, events, isForgotten: true }
      : { fingerprint, events }
  }

  /** The log refused: perhaps it knows the command, and only what is sealed differs. */
  const unlessHeard = async (
    { stream, commandId, fingerprint }: Append,
    refusal: E.Left<AppendError>,
  ): Promise<E.Either<AppendError, Appended>> => {
    const heard = await store.heard(stream, commandId)()
    if (E.isLeft(heard)) return heard
    if (O.isNone(heard.right)) return refusal
    const first = heard.right.value
    try {
      const wanted = { keyIds: () => keyIdsOf({ ...first, events: [] }) }
      const known = await withKeys(vault, wanted, (ring) =>
        told(first.fingerprint, { stream, commandId }, ring),
      )
      if (known === undefined || known === fingerprint) return E.right(placesOf(first))
      return E.left({ _tag: 'CommandIdReused', stream, commandId })
    } catch (caught) {
      return unreachable(caught)
    }
  }

  const appended = (
    request: Append,
    made: E.Either<AppendError, Append>,
  ): Promise<E.Either<AppendError, Appended>> => {
    if (E.isLeft(made))
      return made.left._tag === 'SubjectErased' ? unlessHeard(request, made) : Promise.resolve(made)
    return store
      .append(made.right)()
      .then((answer) =>
        E.isLeft(answer) && answer.left._tag === 'CommandIdReused'
          ? unlessHeard(request, answer)
          : answer,
      )
  }

  const unlessAllHeard = async (
    appends: ReadonlyArray<Append>,
    refusal: E.Left<AppendError>,
  ): Promise<E.Either<AppendError, ReadonlyArray<Appended>>> => {
    const places: Array<Appended> = []
    for (const append of appends) {
      const place = await unlessHeard(append, refusal)
      if (E.isLeft(place)) return place
      places.push(place.right)
    }
    return E.right(places)
  }

  const together = (appendAll: AppendingAll): AppendingAll => {
    const go = async (all: AppendAll, made: ReadonlyArray<E.Either<AppendError, Append>>) => {
      const refused = made.find(E.isLeft)
      if (refused !== undefined)
        return refused.left._tag === 'SubjectErased'
          ? unlessAllHeard(all.appends, refused)
          : refused
      const appends = made.flatMap((each) => (E.isRight(each) ? [each.right] : []))
      const answer = await appendAll({ ...all, appends })()
      return E.isLeft(answer) && answer.left._tag === 'CommandIdReused'
        ? unlessAllHeard(all.appends, answer)
        : answer
    }
    return (all) => () => {
      const made = all.appends.map(attempted)
      const ready = made.filter(isNow)
      return vault.ready === undefined && ready.length === made.length
        ? go(all, ready)
        : order.begin(Promise.all(made.map((each) => Promise.resolve(each))), (each) =>
            go(all, each),
          )
    }
  }

  return {
    ...store,
    ...(store.appendAll === undefined ? {} : { appendAll: together(store.appendAll) }),
    append: (request) => () => {
      const made = attempted(request)
      return vault.ready === undefined && !(made instanceof Promise)
        ? appended(request, made)
        : order.begin(Promise.resolve(made), (each) => appended(request, each))
    },
    close: () => async () => {
      if (vault.ready !== undefined) await order.allBegun()
      return store.close()()
    },
    readStream: (stream, from) => opening(store.readStream(stream, from), unseal.page),
    readAll: (from) => opening(store.readAll(from), unseal.page),
    subscribe: (from, until) => opening(store.subscribe(from, until), unseal.page),
    heard: (stream, commandId) => async () => {
      const heard = await store.heard(stream, commandId)()
      if (E.isLeft(heard) || O.isNone(heard.right)) return heard
      const { value } = heard.right
      try {
        const wanted = { keyIds: () => keyIdsOf(value) }
        const plain = await withKeys(vault, wanted, (ring) =>
          opened(value, { stream, commandId }, ring),
        )
        return E.right(O.some(plain))
      } catch (caught) {
        return E.left(toStoreError(caught))
      }
    },
  }
}

type Now<A> = A | Promise<A>
const isNow = <A>(each: Now<A>): each is A => !(each instanceof Promise)

type AppendingAll = NonNullable<EventStore['appendAll']>

/** Nothing was written: the keys come first. */
const unreachable = (caught: unknown): E.Either<StoreError, never> => E.left(toStoreError(caught))

/** The keys that events and fingerprint of a command were sealed with. */
const keyIdsOf = ({ events, fingerprint }: HeardCommand): ReadonlyArray<string> => {
  const own = fingerprintKeyOf(fingerprint)
  return own === undefined ? keyIdsIn(events) : [...keyIdsIn(events), own]
}

const placesOf = ({ events }: HeardCommand): Appended => {
  const [first, last] = [events.at(0), events.at(-1)]
  return {
    firstRevision: first?.revision ?? 0,
    lastRevision: last?.revision ?? 0,
    lastPosition: last?.position ?? 0,
    recordedAt: last?.recordedAt ?? (0 as never),
    repeated: true,
  }
}
