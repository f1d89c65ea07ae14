/**
 * `npm run lock`: writes the lock of all event contracts anew, and examples of what it did not know
 * yet to the end of the golden history. With `--check` it writes nothing, and says what is to be done.
 * A change that breaks reading old events is refused either way.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { describeBreak, judged, lockText, written } from '@deskledger/kernel/lock'
import { assembled } from '../assembled.ts'
import { historyFile, lockFile, lockOfTheHouse, storedExamples } from './contracts.ts'
import { examplesOf } from './examples.ts'

const isCheck = process.argv.includes('--check')
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const { registry } = assembled()
const before = lockOfTheHouse()
const { breaks, outdated } = judged(before, registry)

const refuse = (): void => {
  for (const each of breaks) say(describeBreak(each))
  say('events.lock.json stays as it is: docs/how-to/change-an-event.md')
}

const write = (): void => {
  const lock = written(before, registry)
  writeFileSync(lockFile, lockText(lock))
  const known = new Set(storedExamples().map((each) => `${each.type} ${each.schemaVersion}`))
  const added = examplesOf(lock, (type, version) => !known.has(`${type} ${version}`))
  appendFileSync(historyFile, added.map((each) => `${JSON.stringify(each)}\n`).join(''))
  say(`events.lock.json: ${outdated.length} types written, ${added.length} examples added`)
}

if (breaks.length > 0) refuse()
else if (!isCheck) write()
else if (outdated.length > 0)
  say(`events.lock.json does not know what ${outdated.join(', ')} holds now: npm run lock`)

process.exitCode = breaks.length > 0 || (isCheck && outdated.length > 0) ? 1 : 0
