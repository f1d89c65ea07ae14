/**
 * Does one task in this process.
 */
import { adapterNamed } from './adapters/index.ts'
import { writeFiles } from './help-desk/files.ts'
import { metered, type Measured } from './meter.ts'
import { beRival } from './rival.ts'
import { plant } from './seeds.ts'
import type { Task } from './workload.ts'
import { workloads } from './workloads/index.ts'

export const perform = async (task: Task): Promise<Measured> => {
  switch (task.kind) {
    case 'measure':
      return measure(task)
    case 'plant':
      return metered(() => planted(task))
    case 'rival':
      return metered(async () => {
        await beRival(task)
        return 0
      })
  }
}

const known = (name: string) => {
  const workload = workloads.find((each) => each.name === name)
  if (workload === undefined) throw new Error(`there is no workload ${name}`)
  return workload
}

const measure = async (task: Task): Promise<Measured> =>
  known(task.workload).measure(task, await adapterNamed(task.adapter, task.peers))

const planted = async ({ workload, adapter, peers, folder, size }: Task): Promise<number> => {
  const { seed } = known(workload)
  if (seed === undefined) throw new Error(`${workload} reads no log`)
  if (seed === 'help-desk') return writeFiles(folder, size)
  const log = await (await adapterNamed(adapter, peers)).open({ folder })
  const events = await plant(log, seed, size)
  await log.close()
  return events
}
