/**
 * The schema that is read and written now: opened, made, or built anew beside and put in its place.
 *
 * One of other projectors or of another log is read on until the new one beside it is level. What is
 * no read model, or a newer version's, is never touched.
 */
import * as E from 'fp-ts/lib/Either.js'
import { lanes } from '@deskledger/event-store'
import type { Answer } from '../beside.ts'
import { follow, patiently } from '../following.ts'
import { isStillThere } from '../knowing.ts'
import { lead } from '../leading.ts'
import type { Site } from '../projecting.ts'
import type { Current } from '../session.ts'
import { create, inspect, remove, replace } from './schemas.ts'
import type { PostgresServer } from './server.ts'
import { viewsSchema, type Holding, type ViewsSchema } from './views-schema.ts'

export interface CurrentSchema extends Current {
  readonly open: () => ViewsSchema | undefined
  readonly close: () => void
}

export const currentSchema = (
  server: PostgresServer,
  { plan, fingerprint, store, building, pages }: Site,
  holding: Holding,
): CurrentSchema => {
  const { schema } = server
  const beside = `${schema}_building`
  const inTurn = lanes()
  let current: ViewsSchema | undefined
  let isKnown = false

  const opened = async (name: string): Promise<ViewsSchema> => {
    await create(server, name, plan, fingerprint)
    return viewsSchema(server, name, plan, holding)
  }

  const openBeside = async (isKept: boolean): Promise<ViewsSchema> => {
    const found = await inspect(server, beside, fingerprint)
    if (found === 'outdated' || !isKept) await remove(server, beside)
    return opened(beside)
  }

  /** True once a level read model stands in its place, whoever has put it there. */
  const fill = async (views: ViewsSchema): Answer<boolean> => {
    const led = await lead(beside, views, () => !building.isOpen())
    if (E.isLeft(led)) return led
    if (led.right !== 'leading') return E.right(true)
    const stands = await patiently(beside, views.checkpoint)
    if (E.isLeft(stands)) return stands
    const isOurs = await isStillThere(store, stands.right.seen)
    if (E.isLeft(isOurs)) return isOurs
    if (!isOurs.right) return cleared()
    const ended = await follow({ ...building, file: beside }, views, pages)
    if (E.isLeft(ended)) return ended
    if (ended.right !== 'level' || !building.isOpen()) return E.right(false)
    return patiently(schema, async () => {
      await replace(server, beside)
      current?.close()
      return true
    })
  }

  const cleared = async (): Answer<boolean> => {
    const removed = await patiently(beside, () => remove(server, beside))
    return E.isLeft(removed) ? removed : E.right(false)
  }

  const build = (how: 'on' | 'anew'): Answer<void> =>
    inTurn.run('build', async () => {
      for (let isFirst = true; building.isOpen(); isFirst = false) {
        const views = await patiently(beside, () => openBeside(how === 'on' || !isFirst))
        if (E.isLeft(views)) return views
        const built = await fill(views.right)
        // What has moved in keeps the lease: nobody else begins to build meanwhile.
        if (E.isLeft(built) || !built.right) await views.right.release()
        if (E.isLeft(built)) return built
        if (built.right) return E.right(undefined)
      }
      return E.left({ _tag: 'ProjectionClosed' })
    })

  const openCurrent = async (): Answer<void> => {
    const found = await patiently(schema, () => inspect(server, schema, fingerprint))
    if (E.isLeft(found)) return found
    if (found.right === 'outdated' && isKnown)
      return E.left({ _tag: 'ViewsReplaced', file: schema })
    if (found.right === 'outdated') return build('on')
    const views = await patiently(schema, () => opened(schema))
    if (E.isLeft(views)) return views
    current = views.right
    isKnown = true
    return E.right(undefined)
  }

  const ready = async (): Answer<ViewsSchema> => {
    for (;;) {
      if (!building.isOpen()) return E.left({ _tag: 'ProjectionClosed' })
      if (current?.isInPlace() === true) return E.right(current)
      const done = await openCurrent()
      if (E.isLeft(done)) return done
    }
  }

  return {
    ready: () => inTurn.run('schema', ready),
    renew: () => build('anew'),
    open: () => current,
    close: () => current?.close(),
  }
}
