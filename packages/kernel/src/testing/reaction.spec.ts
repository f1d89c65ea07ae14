import { expect, test } from '@jest/globals'
import type { Command } from '../command.ts'
import type { RecordedEvent } from '../envelope.ts'
import type { Policy } from '../policy.ts'
import { wantedBy } from './reaction.ts'

interface Asked {
  readonly type: 'Asked'
  readonly data: { readonly by: string }
}
interface Refused {
  readonly type: 'Refused'
  readonly data: { readonly by: string }
}

/** Cancels what was asked before by whoever is refused, the last one first. */
const policy: Policy<ReadonlyArray<string>, Asked | Refused, Command> = {
  name: 'refusing',
  version: 1,
  initial: [],
  on: {
    Asked: { evolve: (asked, { data }) => [data.by, ...asked] },
    Refused: { react: (asked) => asked.map((key) => ({ type: 'Cancel', key })) },
  },
}

const told = (type: string, by: string) =>
  ({ type, data: { by } }) as unknown as RecordedEvent<Asked | Refused>
const [ana, ben, refused] = [told('Asked', 'ana'), told('Asked', 'ben'), told('Refused', 'ana')]

test('what a policy wants is its answer to the last event, with all before it in its state', () => {
  expect(wantedBy(policy, [ana, ben, refused])).toEqual([
    { type: 'Cancel', key: 'ben' },
    { type: 'Cancel', key: 'ana' },
  ])
  expect(wantedBy(policy, [refused, ana])).toEqual([])
  expect(wantedBy(policy, [ana, refused, told('Unheard', 'ana')])).toEqual([])
  expect(wantedBy(policy, [])).toEqual([])
})
