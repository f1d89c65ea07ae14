/**
 * Every case of the suite at once, by the other client: run in a process of its own by
 * `kurrent.long.spec.ts`. Side by side, because each small read of that client waits for the network.
 */
import { expect, test } from '@jest/globals'
import { onTrial, themes } from '@deskledger/event-store/contract'
import { client, trialOn } from './served.ts'

const lacks: ReadonlyArray<string> = ['callOrder', 'fullEvents', 'risingTimes', 'together']
const asked = themes.filter(({ needs = [] }) => !needs.some((ability) => lacks.includes(ability)))

/** The one that reads a thousand times, each read behind the one before. */
const patient = { retry: { patienceMs: 60_000 } }

test(`every case by ${client}`, async () => {
  const cases = asked.flatMap(({ about, cases: all }) =>
    Object.entries(all).map(([sentence, check]) => ({ name: `${about} ${sentence}`, check })),
  )
  const failures: Array<string> = []
  const left = [...cases]
  const work = async (): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop())
      try {
        await onTrial(trialOn({}, patient), one.check)
      } catch (reason) {
        failures.push(
          `${one.name}: ${reason instanceof Error ? reason.message : JSON.stringify(reason)}`,
        )
      }
  }
  await Promise.all(Array.from({ length: 12 }, work))
  process.stdout.write(`held ${cases.length - failures.length} of ${cases.length}\n`)
  expect(failures).toEqual([])
})
