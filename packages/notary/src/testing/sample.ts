/**
 * The history behind the sample file of format 1. It never changes.
 */
import type { Told } from './logs.ts'

export const goldenDesk = '0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6'

export const goldenHistory: ReadonlyArray<Told> = [
  { request: 1, data: [{ text: 'Grüße aus Köln — 日本語 💬 \ud800 \ufffd "\\' }] },
  { request: 2, data: [{ at: 0, amount: 1e21, nothing: null }, 'only text', [1.5, -0]] },
  {
    request: 1,
    data: [{ $sealed: 'v1.c2VhbGVk' }],
    about: {
      actor: { kind: 'import', id: 'xes', onBehalfOf: 'ana', reason: 'move' },
      correlationId: 'c0',
      causationId: 'c1',
    },
    concerns: ['party:1', 'request:1'],
  },
  { request: 3, data: [{}, {}] },
]
