import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { erased } from '@deskledger/kernel'
import { id } from '@deskledger/kernel/testing'
import {
  startPostgres,
  whyNoPostgres,
  type LocalPostgres,
} from '@deskledger/projection/postgres/testing'
import { erase } from '../erasure/erase.ts'
import { pendingIn, steps } from '../erasure/journal.ts'
import { readLedger } from '../erasure/ledger.ts'
import { done, inFolder, right } from '../testing/desk.ts'
import { asked, nodeIn } from '../testing/erasing-node.ts'
import { dataIn, told } from '../testing/notes.ts'

jest.setTimeout(60_000)

const missing = whyNoPostgres()
const where = ['a PostgreSQL server', missing].filter((part) => part !== undefined).join(': ')
const script = fileURLToPath(new URL('../testing/erasing-node.ts', import.meta.url))

;(missing === undefined ? describe : describe.skip)(where, () => {
  let local: LocalPostgres
  beforeAll(async () => {
    local = await startPostgres()
  }, 120_000)
  afterAll(() => local.stop(), 60_000)

  const killedAt = async (step: string, folder: string, url: string): Promise<unknown> => {
    const args = ['--disable-warning=ExperimentalWarning', script, folder, url, step]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    const [, signal] = await once(child, 'exit')
    return signal
  }

  describe('an erasure whose node is killed', () => {
    for (const step of [...steps, 'unwritten'])
      test(`once it is ${step} is ended by another node`, () =>
        inFolder(async (folder) => {
          await local.run(`CREATE DATABASE killed_${step}`)
          const url = local.url(`killed_${step}`)
          const { settings, close } = await nodeIn(folder, url)
          const { store, vault } = settings
          const text = 'my sister in Cuenca has the key'
          await done(store.append(told({ name: 'María Núñez', partyId: id(1), text })))
          const lee = { name: 'Lee Chong-wei', partyId: id(2) }
          await done(store.append(told(lee, { commandId: id(91), stream: `request-${id(2)}` })))
          expect(await killedAt(step, folder, url)).toBe('SIGKILL')
          expect(await pendingIn(vault)).toHaveLength(step === 'certified' ? 0 : 1)
          const again = erase(settings, { ...asked, erasure: id(51) })
          const { certificate } = right(await again())
          const gone = { name: erased, partyId: id(1), text: erased }
          expect(await dataIn(store)).toEqual([gone, lee])
          expect(certificate).toMatchObject({ erasure: id(50), events: 1, values: 2 })
          const isTooLate = ['destroyed', 'told', 'scrubbed'].includes(step)
          expect(certificate.search.status).toBe(isTooLate ? 'notPossible' : 'logOnly')
          if (step === 'unwritten')
            expect(certificate.search).toMatchObject({ searched: 0, unreadable: 2 })
          expect(right(readLedger(settings.ledger))).toHaveLength(1)
          const deeds = readFileSync(join(folder, 'deeds'), 'utf8').trim().split('\n')
          expect(deeds.filter((deed, n) => deeds.indexOf(deed) === n)).toEqual([
            'request',
            'tell',
            'scrub',
          ])
          await close()
        }))
  })
})
