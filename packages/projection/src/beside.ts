/**
 * A read model built anew beside the one that is read, and put in its place once it is level.
 *
 * What was built before a crash is built on. Of several processes one builds; the others wait and
 * find the finished file.
 */
import { existsSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { lanes, type Page } from '@deskledger/event-store'
import type { ProjectionError } from './errors.ts'
import { follow, patiently, type Following } from './following.ts'
import { isStillThere, type KnownStore } from './knowing.ts'
import { lead } from './leading.ts'
import { pause } from './pausing.ts'
import type { Found } from './sqlite/open.ts'
import { removeFile, removeReplaced, replaceFile } from './sqlite/place.ts'
import type { ViewsFile } from './sqlite/views-file.ts'

export type Answer<A> = Promise<E.Either<ProjectionError, A>>

export interface Workshop {
  readonly file: string
  readonly store: KnownStore
  readonly following: Omit<Following, 'file'>
  /** All pages from a position to the head of the log. */
  readonly pages: (after: number) => AsyncIterable<Page>
  readonly inspect: (file: string) => Found
  /** Opens a good file, or makes one. */
  readonly open: (file: string) => ViewsFile
}

export interface Builder {
  /** `on`: goes on with what was built before, if it is of use. `anew`: from the beginning. */
  readonly build: (how: 'on' | 'anew') => Answer<void>
  /** Whether a build has begun that may be gone on with. */
  readonly isBegun: () => boolean
  /** Removes what nobody builds on any more: it holds personal data that no erasure would reach. */
  readonly clear: () => void
}

/** `makeRoom` is called just before the finished file moves in. */
export const builder = (workshop: Workshop, makeRoom: () => void): Builder => {
  const { file, store, following, pages, inspect, open } = workshop
  const beside = `${file}.building`
  const inTurn = lanes()

  const openBeside = (isKept: boolean): ViewsFile => {
    const found = inspect(beside)
    if (found !== 'nothing' && (found !== 'good' || !isKept)) removeFile(beside)
    return open(beside)
  }

  /** True once a level file stands in its place, whoever has put it there. */
  const fill = async (building: ViewsFile): Answer<boolean> => {
    const led = await lead(beside, building, () => !following.isOpen())
    if (E.isLeft(led)) return led
    if (led.right !== 'leading') return E.right(true)
    const stands = await patiently(beside, building.checkpoint)
    if (E.isLeft(stands)) return stands
    const isOurs = await isStillThere(store, stands.right.seen)
    if (E.isLeft(isOurs)) return isOurs
    if (!isOurs.right) {
      removeFile(beside)
      return E.right(false)
    }
    const ended = await follow({ ...following, file: beside }, building, pages)
    if (E.isLeft(ended)) return ended
    return ended.right === 'level' && following.isOpen() ? putInPlace(building) : E.right(false)
  }

  const putInPlace = async (building: ViewsFile): Answer<boolean> => {
    while (!building.flush()) {
      if (!following.isOpen()) return E.right(false)
      await pause(20)
    }
    return patiently(file, () => {
      building.closeHolding()
      makeRoom()
      replaceFile(file, beside)
      return true
    })
  }

  const attempt = async (isKept: boolean): Answer<boolean> => {
    const opened = await patiently(beside, () => openBeside(isKept))
    if (E.isLeft(opened)) return opened
    try {
      return await fill(opened.right)
    } finally {
      opened.right.close()
    }
  }

  const build: Builder['build'] = (how) =>
    inTurn.run('build', async () => {
      for (let isFirst = true; following.isOpen(); isFirst = false) {
        const built = await attempt(how === 'on' || !isFirst)
        if (E.isLeft(built)) return built
        if (built.right) return E.right(undefined)
      }
      return E.left({ _tag: 'ProjectionClosed' })
    })

  const clear = (): void => {
    removeReplaced(file)
    const found = inspect(beside)
    if (found === 'nothing') return
    const building = found === 'good' ? open(beside) : undefined
    if (building === undefined || building.take()) removeFile(beside)
    building?.closeHolding()
  }

  return { build, clear, isBegun: () => existsSync(beside) }
}
