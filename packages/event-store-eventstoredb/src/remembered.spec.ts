import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, StreamName } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { attributesOf } from './metadata.ts'
import { toRecorded, type ClusterEvent } from './recorded.ts'
import { memoryOf } from './remembered.ts'

const stream = (n: number): StreamName => `request-${n}`
const command = (n: number) => id<CommandId>(n)

/** The event of command `n` at `revision` of stream `of`. */
const event = (of: number, revision: number, n = revision): ClusterEvent => {
  const request = {
    stream: stream(of),
    expected: { _tag: 'Any' } as const,
    events: [{ type: 'N', schemaVersion: 1, data: {}, occurredAt: at(0), concerns: [] }],
    commandId: command(n),
    fingerprint: 'note',
    actor: { kind: 'agent', id: 'clerk' } as const,
  }
  const [metadata] = attributesOf(request, at(revision))
  const place = { commit: BigInt(revision + 1), prepare: BigInt(revision + 1) }
  const found = toRecorded(
    { prefix: '' },
    {
      id: `id ${n}`,
      streamId: stream(of),
      revision: BigInt(revision),
      type: 'N',
      data: {},
      metadata,
      isJson: true,
      position: place,
    },
  )
  if (E.isLeft(found)) throw new Error(found.left._tag)
  return found.right
}

describe('what is remembered of a stream', () => {
  test('is where it ends and where each command stands', () => {
    const memory = memoryOf(100)
    for (const [revision, n] of [0, 1, 1, 2].entries()) memory.learn(event(1, revision, n))
    expect(memory.of(stream(1))?.head).toBe(3)
    expect(memory.of(stream(1))?.heard(command(1))).toMatchObject({
      firstRevision: 1,
      lastRevision: 2,
      lastPosition: 3,
      fingerprint: 'note',
    })
    expect(memory.of(stream(1))?.heard(command(9))).toBeUndefined()
    expect(memory.newest()).toBe(at(3))
  })

  test('has no gap: what stands further on is not taken in, nor what was', () => {
    const memory = memoryOf(100)
    memory.learn(event(1, 5))
    expect(memory.of(stream(1))).toBeUndefined()
    for (const revision of [0, 0, 2]) memory.learn(event(1, revision))
    expect(memory.of(stream(1))?.head).toBe(0)
    memory.passed(stream(1), 1)
    memory.learn(event(1, 2))
    expect(memory.of(stream(1))?.head).toBe(2)
  })

  test('is let go of for those asked for since, never the one in hand', () => {
    const memory = memoryOf(6)
    for (const n of [1, 2, 3]) memory.learn(event(n, 0))
    memory.of(stream(1))
    memory.learn(event(4, 0))
    expect([1, 2, 3, 4].map((n) => memory.of(stream(n))?.head)).toEqual([0, undefined, 0, 0])
    for (let revision = 1; revision < 20; revision += 1) memory.learn(event(4, revision))
    expect([1, 2, 3, 4].map((n) => memory.of(stream(n))?.head)).toEqual([
      undefined,
      undefined,
      undefined,
      19,
    ])
    expect(memory.size()).toBe(21)
  })

  test('is proved as late as it was proved last', () => {
    const memory = memoryOf(6)
    memory.begin(stream(1))
    for (const time of [5, 3]) memory.proved(stream(1), time)
    expect(memory.of(stream(1))?.provedAt).toBe(5)
  })
})
