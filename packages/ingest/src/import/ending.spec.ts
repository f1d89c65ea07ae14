import { describe, expect, test } from '@jest/globals'
import { house as builtIn } from '@deskledger/domain/definitions'
import * as E from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, saved } from '../file/writing.samples.ts'
import { sendTo } from './deciders.ts'
import {
  clock,
  countTypes,
  deskBy,
  deskOn,
  fixture,
  logOf,
  memoryStore,
  portOn,
  requestsIn,
  right,
  streamsOf,
} from './desk.samples.ts'
import type { Port } from './port.ts'

const xes = fixture('service-desk.xes')
const nothing = { total: 0, first: [] }

describe('an import', () => {
  test('of a file that is not there says so', () =>
    inFolder(async (folder) =>
      expect(await deskOn(folder).bring(join(folder, 'no.xes'))).toEqual(
        E.left({ _tag: 'NoFile', file: join(folder, 'no.xes'), code: 'ENOENT' }),
      ),
    ))

  test('of a file that ends early keeps what came before, and goes on when the file is whole', () =>
    inFolder(async (folder) => {
      const text = readFileSync(xes, 'utf8')
      const part = saved(folder, 'part.xes', text.slice(0, text.indexOf('case-2')))
      const desk = deskOn(folder)
      const answer = await desk.bring(part)
      expect(answer).toMatchObject(
        E.left({
          _tag: 'ReadingEnded',
          end: { _tag: 'BrokenOff', why: 'malformedXml', line: 48 },
          report: { counts: { recorded: 3 }, missing: nothing },
        }),
      )
      expect(countTypes(await logOf(desk))).not.toHaveProperty('ImportCompleted')
      const whole = right(await desk.bring(xes))
      expect(whole.counts).toMatchObject({ recorded: 4, known: 3, requests: 1 })
      const alone = deskOn(folder)
      right(await alone.bring(xes))
      const activities = async (desk: typeof alone) => {
        const told = requestsIn(await logOf(desk))
        return ['case-1', 'case-2'].map((name) => told.get(name)?.activities.map(({ at }) => at))
      }
      expect(await activities(desk)).toEqual(await activities(alone))
    }))

  test('of a file that ends early is compared with nothing', () =>
    inFolder(async (folder) => {
      const text = readFileSync(xes, 'utf8')
      const part = saved(folder, 'part.xes', text.slice(0, text.indexOf('Visit')))
      const desk = deskOn(folder)
      right(await desk.bring(xes))
      expect(await desk.bring(part)).toMatchObject(
        E.left({ _tag: 'ReadingEnded', report: { counts: { known: 1 }, missing: nothing } }),
      )
    }))

  test('of a file that is written to meanwhile says so', () =>
    inFolder(async (folder) => {
      const file = saved(folder, 'a.xes', readFileSync(xes))
      const store = memoryStore()
      const port = portOn(store)
      const readStream: typeof port.readStream = (stream, from) => {
        saved(folder, 'a.xes', `${readFileSync(xes, 'utf8')}<!-- more -->`)
        return port.readStream(stream, from)
      }
      expect(await deskBy(folder, store, { ...port, readStream }).bring(file)).toMatchObject(
        E.left({ _tag: 'FileChanged', report: { counts: { recorded: 7 } } }),
      )
      expect(countTypes(await logOf({ store }))).not.toHaveProperty('ImportCompleted')
    }))

  test('that is taken back while it runs says so, and can be taken back to the end', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const send: Port['send'] = (command, call) => async () => {
        if (command.type === 'CompleteImport') await desk.takeBack(command.data.batchId)
        return desk.port.send(command, call)()
      }
      const answer = await deskBy(folder, desk.store, { ...desk.port, send }).bring(xes)
      expect(answer).toMatchObject(E.left({ _tag: 'TakenBack' }))
      expect(right(await desk.bring(xes)).counts).toMatchObject({ recorded: 7 })
    }))

  test('beside another one of the same history loses nothing and records nothing twice', () =>
    inFolder(async (folder) => {
      const copy = saved(folder, 'copy.xes', `${readFileSync(xes, 'utf8')}<!-- a copy -->`)
      const desk = deskOn(folder)
      let isFirst = true
      const send: Port['send'] = (command, call) => async () => {
        if (command.type === 'OpenRequest' && isFirst) {
          isFirst = false
          right(await desk.bring(copy))
        }
        return desk.port.send(command, call)()
      }
      const late = right(
        await deskBy(folder, desk.store, { ...desk.port, send }).bring(xes, { inFlight: 1 }),
      )
      expect(late.counts).toMatchObject({ recorded: 0, resumed: 0, known: 7, requestsOpened: 0 })
      expect(countTypes(await logOf(desk))).toMatchObject({ ActivityRecorded: 7, RequestOpened: 2 })
    }))

  test('is of a source that has a name', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      expect(await desk.bring(xes, { source: 'my system!' })).toMatchObject(
        E.left({ _tag: 'InvalidSource' }),
      )
      expect(await logOf(desk)).toEqual([])
    }))

  test('stops where requests cannot be opened', () =>
    inFolder(async (folder) => {
      const store = memoryStore()
      const house = { ...builtIn, caseTypes: [] }
      const port = { ...portOn(store), send: sendTo(store, { clock, house }) }
      expect(await deskBy(folder, store, port).bring(xes)).toMatchObject(
        E.left({ _tag: 'Stopped', asked: 'OpenRequest', why: 'UnknownDefinition' }),
      )
      expect(countTypes(await logOf({ store }))).not.toHaveProperty('ActivityRecorded')
    }))

  test('in which nothing can be read leaves no trace', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const report = right(await desk.bring(saved(folder, 'empty.xes', '<log/>')))
      expect(report.counts).toMatchObject({ cases: 0, events: 0 })
      expect(await logOf(desk)).toEqual([])
    }))

  test('tells how far it has come', () =>
    inFolder(async (folder) => {
      const told: Array<unknown> = []
      right(await deskOn(folder).bring(xes, { onProgress: (progress) => told.push(progress) }))
      const { length } = readFileSync(xes)
      expect(told.at(-1)).toMatchObject({ bytes: length, totalBytes: length, events: 7 })
    }))

  test('gives the same facts whatever is on its way at once', () =>
    inFolder(async (folder) => {
      const facts = async (inFlight: number) => {
        const desk = deskOn(folder)
        right(await desk.bring(xes, { inFlight }))
        return streamsOf(await logOf(desk))
      }
      expect(await facts(1)).toEqual(await facts(100))
    }))
})
