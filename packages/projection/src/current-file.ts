/**
 * The file that is read and written now: opened, made, or built anew beside and put in its place.
 *
 * A file of other projectors or of another log, of a newer version of this library, or a damaged
 * one, is read on until the new one beside it is level. A database of somebody else is set aside.
 */
import * as E from 'fp-ts/lib/Either.js'
import { lanes } from '@deskledger/event-store'
import { builder, type Answer, type Workshop } from './beside.ts'
import type { ProjectionError } from './errors.ts'
import { patiently } from './following.ts'
import { isDamage } from './sqlite/errors.ts'
import { setAside } from './sqlite/place.ts'
import type { ViewsFile } from './sqlite/views-file.ts'

export interface CurrentFile {
  /** The file, open and good. */
  readonly ready: () => Answer<ViewsFile>
  /** Builds another from the beginning and puts it in the place of this one. */
  readonly renew: () => Answer<void>
  /** The file if it is open. */
  readonly open: () => ViewsFile | undefined
  readonly close: () => void
}

export const currentFile = (workshop: Workshop): CurrentFile => {
  const { file, following, inspect, open } = workshop
  const inTurn = lanes()
  let current: ViewsFile | undefined
  let isKnown = false

  const close = (): void => {
    current?.close()
    current = undefined
  }
  const { build, clear, isBegun } = builder(workshop, close)

  /** One step towards an open file. */
  const openCurrent = async (): Answer<void> => {
    const found = await patiently(file, () => inspect(file))
    if (E.isLeft(found)) return found
    if (found.right === 'foreign') return patiently(file, () => setAside(file))
    if (found.right === 'outdated' && isKnown) return E.left({ _tag: 'ViewsReplaced', file })
    if (found.right === 'outdated' || found.right === 'damaged') return build('on')
    if (found.right === 'nothing' && isBegun()) return build('on')
    const opened = await patiently(file, () => {
      clear()
      return open(file)
    })
    if (E.isLeft(opened)) return isBroken(opened.left) ? build('anew') : opened
    current = opened.right
    isKnown = true
    return E.right(undefined)
  }

  const ready = async (): Answer<ViewsFile> => {
    for (;;) {
      if (!following.isOpen()) return E.left({ _tag: 'ProjectionClosed' })
      if (current?.isInPlace() === true) return E.right(current)
      close()
      const opened = await openCurrent()
      if (E.isLeft(opened)) return opened
    }
  }

  return {
    ready: () => inTurn.run('file', ready),
    renew: () => build('anew'),
    open: () => current,
    close,
  }
}

/** Whether a failure means that the file is not what was written. */
export const isBroken = (error: ProjectionError): boolean =>
  error._tag === 'ViewsUnavailable' && isDamage(error.cause)
