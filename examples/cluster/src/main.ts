/**
 * One desk on three nodes, one of which is killed every few seconds: `node src/main.ts [seconds]`.
 *
 * Ends with 0 if every effect was carried out exactly once and the read models say what the log says;
 * with 3 where there is no PostgreSQL to try it with.
 */
import { setTimeout } from 'node:timers/promises'
import { connectDesk } from '@deskledger/desk'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { busyDay } from './busy-day.ts'
import { effectsIn, factsIn } from './checks.ts'
import { threeNodes } from './nodes.ts'
import { startServers } from './servers.ts'

const seconds = Number(process.argv[2] ?? 30)
const seed = Number(process.env['DESKLEDGER_SEED'] ?? Math.floor(Math.random() * 1_000_000))

const tried = async (): Promise<number> => {
  const { settings, stop } = await startServers()
  const desk = await connectDesk({ ...settings, mode: 'still' })
  const onKill = (wasLeading: boolean): void =>
    console.log(wasLeading ? 'killed the node that led' : 'killed a node')
  const nodes = threeNodes(settings, { everyMs: 4_000, seed, onKill })
  await busyDay(desk, seconds * 1_000)
  await desk.react()
  while ((await desk.freshness()).behind > 0) await setTimeout(100)
  const codes = await nodes.stop()
  const effects = await effectsIn(desk)
  const before = await factsIn(settings.postgres)
  await desk.rebuild()
  const after = await factsIn(settings.postgres)
  const isOnce = effects.markedTwice.length === 0 && effects.notOnce.length === 0
  const isSame = JSON.stringify(before) === JSON.stringify(after)
  console.log(`killed ${nodes.killed().nodes} nodes, ${nodes.killed().leaders} of them leading`)
  console.log(`${effects.sent} effects, ${isOnce ? 'each exactly once' : 'not each exactly once'}`)
  console.log(`read models ${isSame ? 'the same' : 'other than'} when folded anew`)
  await desk.close()
  await stop()
  return isOnce && isSame && codes.every((code) => code === 0) ? 0 : 1
}

const missing = whyNoPostgres()
if (missing === undefined) {
  console.log(`seed ${seed}; the same one again: DESKLEDGER_SEED=${seed}`)
  process.exitCode = await tried()
} else {
  console.error(`${missing}; or use the servers of compose.yaml`)
  process.exitCode = 3
}
