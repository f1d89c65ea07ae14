/**
 * A migration in a process of its own, for specs that kill it: `node mover.ts OPTIONS`, as JSON, says
 * a line for each step that it takes and, in the end, what came of it.
 */
import { migrateDesk, type MigrateOptions } from '../index.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as MigrateOptions
const moved = await migrateDesk({
  ...options,
  onProgress: ({ phase }) => void process.stdout.write(`${phase}\n`),
})
process.stdout.write(`${JSON.stringify(moved)}\n`)
