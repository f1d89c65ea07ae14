/**
 * Taking an import back: its activities are withdrawn request by request, and the requests that it
 * opened with them. Parties, agents and assessments stay: other facts speak of them by now.
 *
 * First the log says that the import is being taken back, at the end that it is. Killed in between
 * and started again, it goes on; done once more, it does nothing.
 */
import * as Request from '@deskledger/domain/request'
import { decodeRecorded, toStoreError, type StoredEvent } from '@deskledger/event-store'
import type { Actor } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { importOf } from './batch.ts'
import { flow } from './flow.ts'
import type { Port } from './port.ts'
import { openScratch } from './scratch.ts'
import { telling, type Reply, type Stopped, type Tell } from './telling.ts'

export interface WithdrawSettings {
  readonly batchId: string
  readonly actor: Actor
  /** How many requests are on their way at once; 256 unless told. */
  readonly inFlight?: number
  /** Told after each request, with how many have been taken back. */
  readonly onProgress?: (requests: number) => void
}

/** What was taken back just now: nothing if it had been before. */
export interface Withdrawn {
  readonly requests: number
  readonly activities: number
}

export type WithdrawError =
  | { readonly _tag: 'NotImported'; readonly batchId: string }
  /** Something was recorded while it was being taken back: stop the import, then withdraw again. */
  | { readonly _tag: 'StillImporting'; readonly batchId: string }
  | Stopped

type Failure = Exclude<WithdrawError, { readonly _tag: 'NotImported' }>
const done: E.Either<Failure, void> = E.right(undefined)

export const withdrawImport =
  (port: Port, settings: WithdrawSettings): TaskEither<WithdrawError, Withdrawn> =>
  async () => {
    const { batchId, actor } = settings
    const known = await importOf(port, batchId)
    if (E.isLeft(known)) return known
    const { state, position } = known.right
    if (state.status === 'unknown') return E.left({ _tag: 'NotImported', batchId })
    const tell = telling({ send: port.send, actor, batchId })
    const begun = await tell({ type: 'WithdrawImport', data: { batchId } }, 'withdraw')
    if (E.isLeft(begun)) return begun
    const taken = await takeBackAll(port, { ...settings, tell, after: position })
    if (E.isLeft(taken)) return taken
    const ended = await tell({ type: 'CompleteWithdrawal', data: { batchId } }, 'withdrawn')
    return E.isLeft(ended) ? ended : taken
  }

interface Task extends WithdrawSettings {
  readonly tell: Tell
  /** The position in the log after which everything of the import stands. */
  readonly after: number
}

/** Every request that the import touched, each once however many activities it has. */
const takeBackAll = async (port: Port, task: Task): Promise<E.Either<Failure, Withdrawn>> => {
  const { inFlight = 256, onProgress } = task
  const scratch = openScratch()
  const work = flow<Failure>(inFlight)
  let requests = 0
  let activities = 0
  const take = async (requestId: string): Promise<E.Either<Failure, void>> => {
    const taken = await takeBack(port, task, requestId)
    if (E.isLeft(taken)) return taken
    if (taken.right === undefined) return done
    requests += 1
    activities += taken.right
    onProgress?.(requests)
    return done
  }
  let unread: Stopped | undefined
  for await (const found of broughtIn(port, task)) {
    if (E.isLeft(found)) unread = found.left
    else if (scratch.isFirst(found.right)) await work.take(found.right, () => take(found.right))
    if (work.failure() !== undefined) break
  }
  await work.settled()
  scratch.close()
  const failure = unread ?? work.failure()
  return failure === undefined ? E.right({ requests, activities }) : E.left(failure)
}

/** The request of each event that the import brought, as often as it brought one. */
async function* broughtIn(
  { readAll }: Port,
  { batchId, after }: Task,
): AsyncGenerator<E.Either<Stopped, string>> {
  const types = ['RequestOpened', 'ActivityRecorded']
  try {
    for await (const page of readAll({ after, types }))
      for (const stored of page.events) {
        const requestId = broughtBy(batchId, stored)
        if (requestId !== undefined) yield E.right(requestId)
      }
  } catch (caught) {
    yield E.left({ _tag: 'Stopped', asked: 'readAll', why: toStoreError(caught)._tag })
  }
}

const decode = decodeRecorded(Request.events)

/** The request of an event that the import brought. */
const broughtBy = (batchId: string, stored: StoredEvent): string | undefined => {
  const event = decode(stored)
  if (E.isLeft(event)) return undefined
  const { type, data } = event.right
  const isBrought = type === 'RequestOpened' || type === 'ActivityRecorded'
  return isBrought && data.batchId === batchId ? data.requestId : undefined
}

/** How many activities were taken back; none if there is nothing of the import any more. */
const takeBack = async (
  port: Port,
  { batchId, tell }: Task,
  requestId: string,
): Promise<E.Either<Failure, number | undefined>> => {
  const held = await heldOf(port, { batchId, requestId })
  if (E.isLeft(held)) return held
  const { revisions, isOpener } = held.right
  if (revisions.length === 0 && !isOpener) return E.right(undefined)
  const key = `withdraw/${requestId}/${revisions.length}/${revisions.at(-1) ?? ''}`
  const data = { requestId, batchId, revisions }
  const reply = await tell({ type: 'WithdrawActivities', data }, key)
  if (E.isLeft(reply)) return reply
  return isDone(reply.right)
    ? E.right(revisions.length)
    : E.left({ _tag: 'StillImporting', batchId })
}

const isDone = ({ _tag }: Reply): boolean => _tag === 'Done'

interface Held {
  readonly revisions: ReadonlyArray<number>
  readonly isOpener: boolean
}

/** What a request holds of an import now. */
const heldOf = async (
  { readStream }: Port,
  { batchId, requestId }: { readonly batchId: string; readonly requestId: string },
): Promise<E.Either<Stopped, Held>> => {
  let revisions: Array<number> = []
  let isOpener = false
  try {
    for await (const page of readStream(`request-${requestId}`))
      for (const stored of page.events) {
        const event = decode(stored)
        if (E.isLeft(event)) return E.left(unread('CannotRead'))
        const { type, data, revision } = event.right
        if (type === 'RequestOpened') isOpener = data.batchId === batchId
        if (type === 'ActivityRecorded' && data.batchId === batchId) revisions.push(revision)
        if (type !== 'ActivitiesWithdrawn' || data.batchId !== batchId) continue
        revisions = []
        isOpener = false
      }
  } catch (caught) {
    return E.left(unread(toStoreError(caught)._tag))
  }
  return E.right({ revisions, isOpener })
}

const unread = (why: string): Stopped => ({ _tag: 'Stopped', asked: 'readStream', why })
