/**
 * The process of one measurement: is told its task, prints what it measured, and ends, whatever
 * timers a peer may have left behind.
 */
import { perform } from './perform.ts'

const measured = await perform(JSON.parse(process.argv[2] ?? '{}'))
process.stdout.write(`\n${JSON.stringify(measured)}\n`, () => process.exit())
