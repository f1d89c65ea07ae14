/**
 * Another process that writes to the same log, one event after the other, until it is told to stop.
 */
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { adapterNamed } from './adapters/index.ts'
import { noteAdded, streamOf } from './facts/made.ts'
import { begun } from './processes.ts'
import type { Task } from './workload.ts'

const request = 999_999

/** Begins one beside this process; answers when it has written. What it gives back stops it. */
export const rival = async (task: Task): Promise<() => Promise<void>> => {
  const other = begun({ ...task, kind: 'rival' }, ['pipe', 'pipe', 'inherit'])
  await Promise.race([once(other.stdout ?? other, 'data'), once(other, 'exit')])
  if (other.exitCode !== null) throw new Error('the rival process did not write')
  return async () => {
    const gone = once(other, 'exit')
    other.stdin?.end()
    await gone
  }
}

/** Is the rival: writes until the standard input ends. */
export const beRival = async ({ adapter, folder, peers }: Task): Promise<void> => {
  const log = await (await adapterNamed(adapter, peers)).open({ folder })
  const stream = streamOf(noteAdded(request, 0).data)
  const told = new AbortController()
  process.stdin.resume().once('end', () => told.abort())
  for (let n = 0; !told.signal.aborted; n += 1) {
    await log.append({ stream, version: n - 1, events: [noteAdded(request, n)] })
    if (n === 0) process.stdout.write('written\n')
    await turn()
  }
  await log.close()
}
