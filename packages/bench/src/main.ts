/** The command `npm run bench`. Ends with 0, with 2 if asked wrongly, with 1 if any of it failed. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { benchmark } from './bench.ts'
import { help } from './help.ts'
import { machine } from './machine.ts'
import { asked, type Options } from './options.ts'
import { fetchPeers, peerNames } from './peers/fetching.ts'
import { places, root } from './places.ts'
import { pageOf } from './print/page.ts'
import { printed } from './print/printed.ts'
import { inProcess } from './processes.ts'

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

const measured = async (options: Options): Promise<void> => {
  const where = places()
  const { withPeers, repetitions, isQuick } = options
  const peers = withPeers ? await fetchPeers(where.folder('peers'), say) : ''
  const report = await benchmark(
    { places: where, repetitions, perform: inProcess, say, peers },
    {
      workloads: options.workloads,
      size: isQuick ? 'quick' : 'full',
      peers: withPeers ? peerNames : [],
    },
  )
  const run = { machine: machine(), repetitions }
  const json = () => `${JSON.stringify({ ...run, isQuick, ...report }, null, 2)}\n`
  process.stdout.write(options.asJson ? json() : printed(report, isQuick))
  if (report.failed.length > 0) process.exitCode = 1
  if (!options.writesPage) return
  const page = join(root, 'docs', 'reference', 'benchmark.md')
  writeFileSync(page, pageOf(report, run))
  say('written: docs/reference/benchmark.md')
}

const main = async (): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const options = asked(process.argv.slice(2))
  if (isLeft(options)) {
    say(`${options.left.wrong}\n  mend:  ${options.left.mend}`)
    process.exitCode = 2
  } else if (options.right === 'help') process.stdout.write(help)
  else await measured(options.right)
}

main().catch((error: unknown) => {
  say(`the benchmark could not go on: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})
