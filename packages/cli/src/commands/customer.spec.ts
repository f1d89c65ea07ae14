import { beforeAll, describe, expect, test } from '@jest/globals'
import { readDesk } from '@deskledger/desk'
import { contents, deskledger, ownSample, problemOf, sharedSample } from '../console.samples.ts'

beforeAll(sharedSample, 120_000)

const who = ['--as', 'agent:ana', '--purpose', 'service'] as const

const known = async (folder: string) => {
  const desk = await readDesk({ folder })
  const point = await desk.db
    .selectFrom('customer_contact_point')
    .where('channel', '=', 'email')
    .where('is_primary', '=', 1)
    .select(['party_id', 'address'])
    .orderBy('party_id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const head = await desk.head()
  await desk.close()
  return { partyId: point.party_id, address: point.address ?? '', head }
}

const shownIn = async (folder: string, after: number) => {
  const desk = await readDesk({ folder })
  const found = []
  for await (const { type, actor, data } of desk.events({ after }))
    found.push({ type, actor, data })
  await desk.close()
  return found
}

describe('a look at a customer', () => {
  test('is recorded with who looked, what for and at which parts, before it is shown', async () => {
    const desk = await ownSample()
    const { partyId, address, head } = await known(desk)
    const { code, out } = await deskledger('customer', address, ...who, '--desk', desk)
    expect(code).toBe(0)
    expect(out).toContain(partyId)
    expect(out).toContain('Lately')
    expect(await shownIn(desk, head)).toMatchObject([
      {
        type: 'CustomerRecordShown',
        actor: { kind: 'agent', id: 'ana' },
        data: { partyId, purpose: 'service' },
      },
    ])
    const audit = await deskledger('query', 'Q44', '--param', `party=${partyId}`, '--desk', desk)
    expect(audit.out).toContain('ana')
  })

  test('gives the same by id as JSON, with the timeline', async () => {
    const desk = await ownSample()
    const { partyId } = await known(desk)
    const { out } = await deskledger('customer', partyId, ...who, '--desk', desk, '--json')
    expect(JSON.parse(out)).toMatchObject({
      profile: { party_id: partyId },
      timeline: expect.any(Array),
    })
  })

  test('is refused, and leaves no trace, without who looks and what for', async () => {
    const desk = await ownSample()
    const { address, head } = await known(desk)
    const refused = async (...args: ReadonlyArray<string>) => {
      const said = await deskledger('customer', address, ...args, '--desk', desk, '--json')
      expect(said).toMatchObject({ code: 2, out: '' })
      return problemOf(said)['code']
    }
    expect(await refused('--as', 'agent:ana')).toBe('DL9000')
    expect(await refused('--purpose', 'service')).toBe('DL9000')
    expect(await refused('--as', 'martian:ana', '--purpose', 'service')).toBe('DL9007')
    expect(await refused('--as', 'agent:', '--purpose', 'service')).toBe('DL9007')
    expect(await refused('--as', 'agent:Ana María', '--purpose', 'service')).toBe('DL2002')
    expect(await refused('--as', 'agent:ana', '--purpose', 'just curious')).toBe('DL2002')
    expect(await shownIn(desk, head)).toEqual([])
  })

  test('finds nobody where nobody is, and says how a number is written', async () => {
    const desk = await ownSample()
    const said = await deskledger('customer', 'nobody@example.com', ...who, '--desk', desk)
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(said.err).toMatch(/^DL9008 .*\n.*\n {2}mend: .*\+34600123456\n$/)
    expect(contents(desk)).toContain('events.db')
  })
})
