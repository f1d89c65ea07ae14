/**
 * The cases of a file and their requests: each request is looked at once, and opened if it is not.
 */
import * as Request from '@deskledger/domain/request'
import { decodeRecorded, toStoreError } from '@deskledger/event-store'
import type { RecordedEvent } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Identities } from './identity.ts'
import type { Port } from './port.ts'
import { recent } from './recent.ts'
import type { Scratch, Standing } from './scratch.ts'
import type { Stopped } from './telling.ts'

/** A case of the file. */
export interface Case {
  readonly no: number
  readonly name: string
  readonly requestId: string
}

/** A request as the log has it when its case is first met. */
export interface Looked extends Standing {
  /** It is to be opened unless it is. By this import, if an earlier run of it was broken off. */
  readonly opened: 'not' | 'byThis' | 'byOther'
}

export interface Cases {
  /** The case, and whether this is the first event of it in the file. */
  readonly of: (name: string) => { readonly found: Case; readonly isFirst: boolean }
  readonly standing: (found: Case) => Standing | undefined
  readonly look: (found: Case) => Promise<E.Either<Stopped, Looked>>
}

interface CasesSettings {
  readonly ids: Identities
  readonly scratch: Scratch
  readonly port: Pick<Port, 'readStream'>
  readonly batchId: string
}

export const casesOf = ({ ids, scratch, port, batchId }: CasesSettings): Cases => {
  const lately = recent<Case>(2_000)
  const standings = recent<Standing>(2_000)

  const hold = (no: number, { type, data, revision }: RecordedEvent<Request.Event>): void => {
    if (type === 'ActivitiesWithdrawn') scratch.release(no, data.batchId)
    if (type !== 'ActivityRecorded') return
    const { activity, at, resource, sourceId } = data
    const isOwn = data.batchId === batchId
    const told = { activity, at, resource, sourceId, revision, batchId: data.batchId, isOwn }
    scratch.hold(no, told)
  }

  return {
    of: (name) => {
      const known = lately.get(name)
      if (known !== undefined) return { found: known, isFirst: false }
      const { no, isFirst } = scratch.caseNo(name)
      return { found: lately.put(name, { no, name, requestId: ids.request(name) }), isFirst }
    },
    standing: ({ no, name }) => {
      const known = standings.get(name) ?? scratch.standing(no)
      return known === undefined ? undefined : standings.put(name, known)
    },
    look: async ({ no, name, requestId }) => {
      let state = Request.decider.initial
      try {
        for await (const page of port.readStream(`request-${requestId}`))
          for (const stored of page.events) {
            const event = decode(stored)
            if (E.isLeft(event)) return E.left(cannotRead('CannotRead'))
            state = Request.decider.evolve(state, event.right)
            hold(no, event.right)
          }
      } catch (caught) {
        return E.left(cannotRead(toStoreError(caught)._tag))
      }
      const standing = standings.put(name, scratch.settle(no))
      return E.right({ ...standing, opened: openedBy(state, batchId) })
    },
  }
}

const decode = decodeRecorded(Request.events)

const cannotRead = (why: string): Stopped => ({ _tag: 'Stopped', asked: 'readStream', why })

const openedBy = (state: Request.State, batchId: string): Looked['opened'] => {
  if (state.status === 'unopened' || state.status === 'withdrawn') return 'not'
  return state.file.batchId === batchId ? 'byThis' : 'byOther'
}
