/**
 * `deskledger upgrade`: a desk that an earlier version left, brought to the present form; or a word
 * that nothing is to be done, or that it cannot be.
 */
import { upgradeDesk, type Upgrade } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { progress } from '../output/progress.ts'

const words: Readonly<Record<Upgrade['readModels'], string>> = {
  asTheyWere: 'nothing is to be done: the read models are level',
  broughtLevel: 'nothing is to be done, but the read models were behind: they are level now',
  made: 'there were no read models: they were made',
  builtAnew: 'the read models were made by another version, or damaged: they were built anew',
}

export const upgrade = async ({ desk: folder, io, json, quiet }: Context): Promise<void> => {
  const bar = progress(io, 'projecting', 'events', quiet)
  try {
    const done = await upgradeDesk({
      folder,
      onProgress: ({ position }) => bar.update(position, position, position),
    })
    bar.stop()
    if (json) return io.out(`${JSON.stringify(done)}\n`)
    io.out(`log format ${done.logFormat}, the present one\n${words[done.readModels]}\n`)
  } finally {
    bar.stop()
  }
}
