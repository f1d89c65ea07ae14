/**
 * A read model that follows the log: catches up, stays level, is waited for, is built anew.
 *
 * One process of many writes it; any number read it. It never falls over a bad file: what is not the
 * read model of these projectors is built anew beside and put in its place. It stops, and says why,
 * at an event that cannot be read or folded; rows and checkpoint are then as before the batch.
 */
import { currentFile } from './current-file.ts'
import { newHolder } from './lease.ts'
import { projecting, type Projection } from './projecting.ts'
import type { ProjectionSettings } from './settings.ts'
import { inspect, openFile } from './sqlite/open.ts'
import { viewsFile } from './sqlite/views-file.ts'
import { lookEveryMs, scrub } from './waiting.ts'

export type { Projection } from './projecting.ts'

export const projection = (settings: ProjectionSettings): Projection => {
  const { file, leaseMs = 10_000, clock = Date.now } = settings
  const holder = newHolder()
  return projecting({ ...settings, leaseMs }, ({ store, plan, fingerprint, building, pages }) => {
    const current = currentFile({
      file,
      store,
      following: building,
      pages,
      inspect: (name) => inspect(name, fingerprint),
      open: (name) =>
        viewsFile(openFile(name, plan, fingerprint), plan, { clock, leaseMs, holder }),
    })
    const leads = (): boolean => {
      try {
        return current.open()?.checkpoint().holder === holder
      } catch {
        return false
      }
    }
    return {
      name: file,
      current,
      open: current.open,
      leads,
      scrub: (patienceMs) => scrub(file, current, patienceMs),
      lookEveryMs: () => lookEveryMs,
      close: current.close,
    }
  })
}
