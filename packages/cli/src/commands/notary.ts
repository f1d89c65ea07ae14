/**
 * `deskledger notary`: notes what is recorded on a cluster in a file of its own, until Ctrl-C or, with
 * `--once`, up to the end of the log. What was noted before is held against the log first.
 */
import { Option, type Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { ProblemError, problemOf } from '@deskledger/desk'
import type { FollowSettings, NoteError, Tip } from '@deskledger/notary'
import { addLogOptions, onLog, placeOf, urlOf, type LogOptions } from '../cluster/cluster.ts'
import type { Context } from '../context.ts'
import { findingLines } from '../output/noted.ts'
import { progress } from '../output/progress.ts'
import { dim } from '../output/style.ts'

export interface NotaryOptions extends LogOptions {
  readonly file: string
  readonly once?: boolean
  readonly deskId?: string
  readonly compare: 'all' | 'last'
  readonly skipForeign?: boolean
}

type Add = (nameAndArgs: string, group: string) => Command
type Doing = (
  work: (context: Context, options: NotaryOptions) => Promise<void>,
) => (this: Command, ...args: ReadonlyArray<unknown>) => Promise<void>

export const addNotary = (add: Add, doing: Doing): void => {
  const command = add('notary', 'Operate:').description(
    'keep hash chain, tree and notes of a log on a cluster, so that audit works there',
  )
  addLogOptions(command)
    .requiredOption('--file <file>', 'where to note; a folder keeps it in notary.db')
    .option('--once', 'up to the end of the log as it is, instead of until Ctrl-C')
    .option('--desk-id <id>', 'the id that stands in every hash (default: by the first event)')
    .addOption(
      new Option('--compare <what>', 'what is read again before anything is noted')
        .choices(['all', 'last'])
        .default('all'),
    )
    .option('--skip-foreign', 'pass over events that other programs wrote among ours')
    .action(doing(notary))
}

export const notary = async (context: Context, options: NotaryOptions): Promise<void> => {
  const { prefix = '', skipForeign } = options
  const { file } = placeOf(options.file)
  const url = urlOf(options.log)
  const { follow } = await import('@deskledger/notary')
  await onLog({ url, prefix }, skipForeign === true ? 'skip' : 'refuse', async (store) => {
    const stopping = new AbortController()
    const stop = (): void => stopping.abort()
    for (const signal of signals) process.once(signal, stop)
    const told = telling(context, options)
    try {
      const settings = { file, store, clock: Date.now, signal: stopping.signal, ...told.hearing }
      const ended = await follow({ ...settings, ...asked(options) })()
      told.stop()
      if (E.isRight(ended)) return tell(context, ended.right)
      return refuse(context, ended.left)
    } finally {
      told.stop()
      for (const signal of signals) process.removeListener(signal, stop)
    }
  })
}

const signals = ['SIGINT', 'SIGTERM'] as const

const asked = ({ once, deskId, compare }: NotaryOptions) => ({
  until: once === true ? ('once' as const) : ('on' as const),
  compare,
  ...(deskId === undefined ? {} : { desk: deskId }),
})

type Hearing = Required<Pick<FollowSettings, 'onNoted' | 'onCompared'>>

/** What goes on, on stderr: a bar while it compares, then a line for each batch, ten seconds apart. */
const telling = (
  { io, quiet }: Context,
  { once }: NotaryOptions,
): { readonly hearing: Hearing; readonly stop: () => void } => {
  const bar = progress(io, 'comparing', 'events', quiet)
  let next = once === true ? performance.now() + everyMs : 0
  const onNoted = ({ position, commitNo }: Tip): void => {
    if (quiet || performance.now() < next) return
    next = performance.now() + everyMs
    io.err(dim(`noted up to position ${position}, commit ${commitNo}\n`))
  }
  const onCompared = (position: number, end: number): void => bar.update(position, end, position)
  return { hearing: { onNoted, onCompared }, stop: bar.stop }
}

const everyMs = 10_000

const tell = ({ io, json }: Context, tip: Tip): void => {
  if (json) return io.out(`${JSON.stringify(tip, null, 2)}\n`)
  const { position, commitNo, place, chain } = tip
  io.out(`tip     commit ${commitNo}, position ${position}, at ${place} of the log\n`)
  io.out(`chain   ${chain}\n`)
}

/** A log that is not the one that was noted is a finding; the rest is the environment. */
const refuse = (context: Context, error: NoteError): void => {
  if (error._tag !== 'LogDiffers') throw new ProblemError(problemOf(foreignIn(error) ?? error))
  context.finding()
  const { io, json } = context
  const { findings } = error
  if (json) return io.out(`${JSON.stringify({ findings }, null, 2)}\n`)
  io.out(`${findingLines(findings).join('\n')}\n`)
  io.err('the log is not the one that was noted: nothing more was noted\n')
}

/** What a log says that meets an event of another program, which is no damage. */
const foreignIn = (error: NoteError): { readonly _tag: string } | undefined => {
  const cause = error._tag === 'StoreDamaged' ? error.cause : undefined
  const isForeign =
    typeof cause === 'object' && cause !== null && '_tag' in cause && cause._tag === 'ForeignEvent'
  return isForeign ? { ...cause, _tag: 'ForeignInLog' } : undefined
}
