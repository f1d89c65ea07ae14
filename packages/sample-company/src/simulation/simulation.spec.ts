import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openDesk, type Desk } from '@deskledger/desk'
import { diceOf } from '../chance/dice.ts'
import { minute } from '../calendar.ts'
import { simulate, type Setting } from './simulation.ts'
import * as Story from './story.ts'

const clerk = Story.system('clerk')
const uuid = (n: number): string => diceOf(1, 'id', n).uuid()
const registering = (n: number): Story.DeskCommand => ({
  type: 'RegisterParty',
  data: { partyId: uuid(n), kind: 'person', name: 'Alba Hollis' },
})

/** Plays stories from time 0 up to an hour, and answers with what was recorded when. */
const play = async (
  stories: (now: () => number) => ReadonlyArray<Story.Story>,
  setting: Partial<Setting> = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-simulation-'))
  let now = 0
  const desk = await openDesk({ folder, clock: () => now, mode: 'still', durability: 'normal' })
  try {
    const told = await simulate(
      {
        desk,
        setClock: (at) => {
          now = at
        },
        begins: 0,
        ends: 60 * minute,
        patience: () => 30 * minute,
        onOffer: nothing,
        onTime: () => undefined,
        ...setting,
      },
      stories(() => now),
    )
    return { ...told, events: await recordedIn(desk) }
  } finally {
    await desk.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function* nothing(): Story.Story {}

const recordedIn = async (desk: Desk): Promise<ReadonlyArray<readonly [string, number]>> => {
  const all: Array<readonly [string, number]> = []
  for await (const { type, recordedAt } of desk.events()) all.push([type, recordedAt])
  return all
}

function* registersAt(at: number, n: number): Story.Story {
  yield* Story.waitUntil(at)
  yield* Story.say(clerk, registering(n))
}

describe('a simulated hour', () => {
  test('records everything when it happens, in the order of time', async () => {
    const { events } = await play(() => [
      registersAt(20, 1),
      registersAt(10, 2),
      registersAt(10, 3),
    ])
    expect(events.map(([, at]) => at)).toEqual([10, 10, 20])
  })

  test('ends before what comes later', async () => {
    const { events } = await play(() => [
      registersAt(60 * minute - 1, 1),
      registersAt(60 * minute, 2),
    ])
    expect(events).toHaveLength(1)
  })

  test('goes on with what a story begins', async () => {
    function* first(): Story.Story {
      yield* Story.waitUntil(5)
      yield* Story.begin(registersAt(0, 1))
      yield* Story.say(clerk, registering(2))
    }
    expect((await play(() => [first()])).events).toEqual([
      ['PartyRegistered', 5],
      ['PartyRegistered', 5],
    ])
  })

  test('tells who waits for a word, whoever comes first', async () => {
    const heard: Array<string> = []
    function* hears(at: number): Story.Story {
      yield* Story.waitUntil(at)
      heard.push(yield* Story.hear('key'))
    }
    function* leaves(at: number, word: string): Story.Story {
      yield* Story.waitUntil(at)
      yield* Story.leave('key', word)
    }
    await play(() => [hears(1), leaves(2, 'early'), leaves(3, 'late'), hears(4)])
    expect(heard).toEqual(['early', 'late'])
  })
})

describe('what is refused', () => {
  const twice = [registering(1), registering(1)] as const

  test('by accident ends the simulation', async () => {
    function* careless(): Story.Story {
      yield* Story.say(clerk, ...twice)
    }
    await expect(play(() => [careless()])).rejects.toThrow('RegisterParty: AlreadyRegistered')
  })

  test('on purpose is counted', async () => {
    function* stubborn(): Story.Story {
      yield* Story.say(clerk, twice[0])
      yield* Story.tryInVain(clerk, twice[1], 'AlreadyRegistered')
    }
    const { refusals, events } = await play(() => [stubborn()])
    expect(refusals).toEqual({ AlreadyRegistered: 1 })
    expect(events).toHaveLength(1)
  })

  test('has to be, where it was meant to be', async () => {
    function* wrong(): Story.Story {
      yield* Story.tryInVain(clerk, registering(1), 'AlreadyRegistered')
    }
    await expect(play(() => [wrong()])).rejects.toThrow('RegisterParty: granted')
  })
})

describe('the house', () => {
  const agentId = uuid(100)
  const opening: Story.DeskCommand = {
    type: 'OpenRequest',
    data: { requestId: uuid(1), caseType: 'whereToBuy', subject: 'Where?', origin: 'inbound' },
  }
  function* atWork(): Story.Story {
    const enrolment = { agentId, name: 'Edith', department: 'frontDesk', region: 'europe' } as const
    const more = { zone: 'Europe/Berlin', languages: ['de'], units: 3 } as const
    yield* Story.say(clerk, { type: 'EnrolAgent', data: { ...enrolment, ...more } })
    yield* Story.say(clerk, { type: 'ChangePresence', data: { agentId, to: 'available' } })
  }
  function* opened(): Story.Story {
    yield* atWork()
    yield* Story.waitUntil(minute)
    yield* Story.say(clerk, opening)
  }
  const when = (events: ReadonlyArray<readonly [string, number]>, wanted: string) =>
    events.find(([type]) => type === wanted)?.[1]

  test('reacts by itself when its patience is over', async () => {
    const { events } = await play(() => [opened()])
    expect(when(events, 'WorkOffered')).toBe(31 * minute)
  })

  test('reacts sooner if somebody is in a hurry, who then goes on', async () => {
    let resumed = 0
    const { events } = await play((now) => [
      (function* () {
        yield* opened()
        yield* Story.reaction(2 * minute)
        resumed = now()
      })(),
    ])
    expect(when(events, 'WorkOffered')).toBe(3 * minute)
    expect(resumed).toBe(3 * minute)
  })

  test('asks agents, who answer by their own stories', async () => {
    function* accepts({ workId, agentId: to }: Parameters<Setting['onOffer']>[0]): Story.Story {
      yield* Story.say(Story.agentCalled(to), { type: 'AcceptWork', data: { workId, agentId: to } })
    }
    const { events } = await play(() => [opened()], { onOffer: accepts })
    expect(when(events, 'WorkAccepted')).toBe(31 * minute)
    expect(when(events, 'RequestAccepted')).toBe(60 * minute - 1)
  })
})
