/**
 * A session of following: gets the read model ready, takes the lease, makes sure of the log, folds pages;
 * begins again whenever one of these no longer holds.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Page } from '@deskledger/event-store'
import type { Answer } from './beside.ts'
import { isBroken } from './current-file.ts'
import { follow, patiently, type Following } from './following.ts'
import { isStillThere, type KnownStore } from './knowing.ts'
import { lead } from './leading.ts'
import type { Eventually, WritableViews } from './writable.ts'

/** The read model that is written now. */
export interface Current {
  /** Open and good. */
  readonly ready: () => Answer<WritableViews>
  /** Builds another from the beginning and puts it in the place of this one. */
  readonly renew: () => Answer<void>
}

export interface Session {
  readonly store: KnownStore
  readonly following: Following
  readonly current: Current
  readonly leaseMs: number
}

export interface Goal {
  readonly pages: (after: number) => AsyncIterable<Page>
  /** Whether there is no need to wait for the lease any longer. */
  readonly isEnough: (views: WritableViews) => Eventually<boolean>
}

/** Ends when the pages do, or when there is enough. */
export const follows = async (session: Session, goal: Goal): Answer<void> => {
  const { current, following } = session
  let isHealed = false
  while (following.isOpen()) {
    const opened = await current.ready()
    if (E.isLeft(opened)) return opened
    const ended = await once(session, goal, opened.right)
    if (E.isRight(ended) && ended.right === 'done') return E.right(undefined)
    if (E.isRight(ended)) continue
    if (isHealed || !isBroken(ended.left)) return ended
    isHealed = true
    const renewed = await current.renew()
    if (E.isLeft(renewed)) return renewed
  }
  return E.right(undefined)
}

const once = async (
  { store, following, current, leaseMs }: Session,
  { pages, isEnough }: Goal,
  views: WritableViews,
): Answer<'done' | 'again'> => {
  const { file, isOpen } = following
  const led = await lead(file, views, async () => !isOpen() || (await isEnough(views)))
  if (E.isLeft(led)) return led
  if (led.right !== 'leading') return E.right(led.right === 'enough' ? 'done' : 'again')
  const stands = await patiently(file, views.checkpoint)
  if (E.isLeft(stands)) return stands
  const isOurs = await isStillThere(store, stands.right.seen)
  if (E.isLeft(isOurs)) return isOurs
  if (!isOurs.right) {
    const renewed = await current.renew()
    return E.isLeft(renewed) ? renewed : E.right('again')
  }
  const heart = setInterval(() => void beat(views), leaseMs / 3).unref()
  const ended = await follow(following, views, pages)
  clearInterval(heart)
  if (E.isLeft(ended)) return ended
  return E.right(ended.right === 'level' ? 'done' : 'again')
}

/** Says that the holder is alive while nothing is recorded. */
const beat = async (views: WritableViews): Promise<void> => {
  try {
    if (views.isInPlace()) await views.take()
  } catch {
    // Somebody writes at this moment; there is another beat before the lease is over.
  }
}
