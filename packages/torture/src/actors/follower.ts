/**
 * Follows a log until it has seen so many events, and says whether they came as 1, 2, 3 …
 */
import { say } from '../log/said.ts'
import { opened, told } from './opened.ts'

export interface FollowerTask {
  readonly file: string
  readonly events: number
}

const { file, events: wanted } = told<FollowerTask>()
const store = opened(file, 50)
let last = 0
say('follows')
for await (const { events } of store.subscribe()) {
  for (const { position } of events) {
    if (position !== last + 1) say('gap', last, position)
    last = position
  }
  if (last >= wanted) break
}
await store.close()()
say('saw', last)
