import * as fc from 'fast-check'
import * as O from 'fp-ts/lib/Option.js'
import { expectSame } from '@deskledger/kernel/testing'
import { besideKey, maxBesideBytes, maxEventBytes } from '../limits.ts'
import type { EventStore } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noted, noting, request, upTo } = W

/** What comes back of data, by each way of reading. */
const readBack = async (store: EventStore, data: ReadonlyArray<unknown>) => {
  const wish = noting(request(1), { events: data.map((each) => noted('', { data: each })) })
  const { firstRevision } = await append(store, wish)
  const found = await W.eventsOf(store.readStream(request(1), firstRevision))
  const heard = await W.done(store.heard(wish.stream, wish.commandId))
  const again = O.toUndefined(heard)?.events ?? []
  expectSame(
    'as heard',
    again.map((event) => event.data),
    found.map((event) => event.data),
  )
  return found.map((event) => event.data)
}

const keeps =
  (...data: ReadonlyArray<unknown>) =>
  async ({ store }: { readonly store: EventStore }): Promise<void> =>
    expectSame('data', await readBack(store, data), data)

const nested = (depth: number): unknown =>
  upTo(depth).reduce<unknown>((inner, n) => (n % 2 === 0 ? [inner] : { of: inner }), 'core')

export const data: Theme = {
  about: "an event's data",
  cases: {
    'may be any JSON value': keeps(null, true, false, 0, '', 'text', [], {}, [null, [[]], {}]),

    'keeps text of every script': keeps({
      text: 'Grüße, Ñandú, Ελλάς, עברית, عربى, 漢字, ไทย, e\u0301, 👩‍👩‍👧, 🇪🇸, \u{10FFFF}',
    }),

    'keeps characters that other formats trip over': keeps({
      text: 'a\u0000b\u0001\u001f\u007f\u2028\u2029\ufeff\ufffd\\u0041 "\'`;-- \r\n\t</script>',
    }),

    'keeps half a character': keeps({ text: 'a\ud800b', '\udfff': ['\udc00\ud800'] }),

    'keeps numbers as far as a double holds them': keeps([
      2 ** 53,
      2 ** 53 - 1,
      -(2 ** 53) + 1,
      1e308,
      5e-324,
      1e21,
      1_234_567.125,
      0.1,
    ]),

    'keeps keys that mean something elsewhere': keeps(
      JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":null,"$erased":0}'),
      { '': 1, ' ': 2, 'a.b': 3, "'": 4, '"': 5 },
    ),

    'keeps the order of its keys': async ({ store }) => {
      const order = { z: 1, a: 2, m: { y: 1, b: 2 } }
      const [found] = await readBack(store, [order])
      expectSame('as text', JSON.stringify(found), JSON.stringify(order))
    },

    'may be nested 500 deep': keeps(nested(500)),

    'loses what JSON cannot say': async ({ store }) => {
      const lossy = [{ zero: -0, not: NaN, none: undefined, list: [undefined], day: new Date(0) }]
      const found = await readBack(store, lossy)
      expectSame('data', found, [
        { zero: 0, not: null, list: [null], day: '1970-01-01T00:00:00.000Z' },
      ])
    },

    'is read back as JSON has it, whatever it is': ({ store }) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.jsonValue({ maxDepth: 5 }), { minLength: 1 }),
          async (data) => {
            expectSame('data', await readBack(store, data), JSON.parse(JSON.stringify(data)))
          },
        ),
        { numRuns: 50 },
      ),
  },
}

export const fullEvents: Theme = {
  about: "an event's data",
  needs: ['fullEvents'],
  cases: {
    'may fill the limit beside what a server for other clients keeps with it': async ({
      store,
    }) => {
      const text = 'x'.repeat(maxEventBytes - '{"text":""}'.length)
      const beside = { base64: 'x'.repeat(maxEventBytes) }
      const [found] = await readBack(store, [{ text, [besideKey]: beside }])
      expectSame('its length', JSON.stringify(found).length > 2 * maxEventBytes, true)
      for (const data of [
        { text: `${text}x`, [besideKey]: beside },
        { text, [besideKey]: { base64: 'x'.repeat(maxBesideBytes) } },
        { text, of: { [besideKey]: beside } },
      ]) {
        const refused = noting(request(2), { events: [noted('', { data })] })
        expectSame('the error', (await failure(store.append(refused)))._tag, 'InvalidAppend')
      }
    },

    'may fill the limit to the last byte': async ({ store }) => {
      const ascii = { text: 'x'.repeat(maxEventBytes - '{"text":""}'.length) }
      const wide = `${'√'.repeat((maxEventBytes - 4) / 3)}xx`
      expectSame('bytes', Buffer.byteLength(JSON.stringify(ascii)), maxEventBytes)
      const [one] = await readBack(store, [ascii])
      const [other] = await readBack(store, [wide])
      expectSame(
        'length',
        [JSON.stringify(one).length, Buffer.byteLength(JSON.stringify(other))],
        [maxEventBytes, maxEventBytes],
      )
    },
  },
}
