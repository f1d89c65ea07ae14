/**
 * A node of its own that erases, for specs that kill it: `node erasing-node.ts FOLDER URL STEP`. Ends
 * itself by SIGKILL as soon as STEP is certain; `unwritten` is when the keys are gone and nobody has
 * written so.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { at, id } from '@deskledger/kernel/testing'
import { connectPostgres } from '@deskledger/projection/postgres'
import { erase } from '../erasure/erase.ts'
import type { Journal } from '../erasure/journal.ts'
import type { ErasureSettings } from '../erasure/settings.ts'
import { keyFile } from '../master-key.ts'
import { personalFieldsOf } from '../personal-fields.ts'
import { openPostgresVault } from '../postgres/vault.ts'
import { done, events, logIn, requesters, sealedWith } from './desk.ts'

export const nodeIn = async (folder: string, connectionString: string) => {
  const server = await done(connectPostgres({ connectionString }))
  const log = logIn(folder)
  const vault = await done(
    openPostgresVault({
      server,
      desk: log.deskId,
      ids: () => log.deskId,
      provider: keyFile(join(folder, 'desk.key')),
      clock: () => at(0),
      isLogEmpty: true,
    }),
  )
  const doing = (what: string) => () =>
    TE.fromIO(() => appendFileSync(join(folder, 'deeds'), `${what}\n`))
  const settings: ErasureSettings<never> = {
    vault,
    log,
    store: sealedWith(log, vault),
    personal: personalFieldsOf(events),
    linksOf: requesters,
    ledger: join(folder, 'erasures.jsonl'),
    certificates: join(folder, 'certificates'),
    clock: () => at(5),
    request: doing('request'),
    tell: doing('tell'),
    scrub: doing('scrub'),
  }
  const close = async (): Promise<void> => {
    await log.close()()
    await server.end()
  }
  return { settings, close }
}

export const asked = {
  partyId: id(1),
  basis: 'asked',
  reason: 'asked by letter',
  actor: { kind: 'agent', id: 'ana' },
} as const

const kill = (): void => void process.kill(process.pid, 'SIGKILL')

const [, script = '', folder = '', url = '', killAt = ''] = process.argv
if (script.endsWith('erasing-node.ts')) {
  const { settings } = await nodeIn(folder, url)
  const { vault } = settings
  const write: Journal['write'] = async (erasing) => {
    if (killAt === 'unwritten' && erasing.at.destroyed !== undefined) kill()
    await vault.journal.write(erasing)
  }
  const watched = { ...settings, vault: { ...vault, journal: { ...vault.journal, write } } }
  const onStep = (step: string): void => {
    if (step === killAt) kill()
  }
  await erase(watched, { ...asked, erasure: id(50), onStep })()
}
