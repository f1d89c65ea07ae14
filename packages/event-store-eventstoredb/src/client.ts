/**
 * Which of the two clients this process uses.
 *
 * Both generate their messages into the same global names, so the second one loaded breaks the
 * first: its appends fail, or hang, or its subscriptions die. So one is loaded, when it is first
 * needed, and the other is refused from then on; also if the program itself loaded it.
 */
import { createRequire } from 'node:module'
import * as E from 'fp-ts/lib/Either.js'

/** `eventstore` is `@eventstore/db-client`, `kurrent` is `@kurrent/kurrentdb-client`. */
export type ClientName = 'eventstore' | 'kurrent'

export const packages: Readonly<Record<ClientName, string>> = {
  eventstore: '@eventstore/db-client',
  kurrent: '@kurrent/kurrentdb-client',
}

export type ClientError =
  /** The other client is in this process already. Use one of them, or another process. */
  | { readonly _tag: 'TwoClients'; readonly wanted: string; readonly loaded: string }
  /** The package is not installed, or it does not load on this platform. */
  | { readonly _tag: 'ClientMissing'; readonly wanted: string; readonly cause: unknown }

const slot = Symbol.for('@deskledger/event-store-eventstoredb/client')
/** Of the whole process, also where two copies of this module were loaded. */
const loaded = (): unknown => Reflect.get(globalThis, slot)
const required = createRequire(import.meta.url).cache

const isLoaded = (name: ClientName): boolean =>
  loaded() === name ||
  Object.keys(required).some((file) => file.replaceAll('\\', '/').includes(`/${packages[name]}/`))

/** Loads `name` by `load`, unless the other one is there. */
export const theOnly = async <Module>(
  name: ClientName,
  load: () => Promise<Module>,
): Promise<E.Either<ClientError, Module>> => {
  const other = name === 'kurrent' ? 'eventstore' : 'kurrent'
  const wanted = packages[name]
  if (isLoaded(other)) return E.left({ _tag: 'TwoClients', wanted, loaded: packages[other] })
  Reflect.set(globalThis, slot, name)
  try {
    return E.right(await load())
  } catch (cause) {
    Reflect.deleteProperty(globalThis, slot)
    return E.left({ _tag: 'ClientMissing', wanted, cause })
  }
}
