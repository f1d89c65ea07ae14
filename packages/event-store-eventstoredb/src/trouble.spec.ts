import { describe, expect, test } from '@jest/globals'
import { mayPass, troubleOf, unavailable, isPassing } from './trouble.ts'

const known = { hosts: ['127.0.0.1:2113'] }
const said = (code: number, details: string) => troubleOf({ code, details }, known)

describe('what a server says', () => {
  test('is an interruption where it left a call unanswered', () => {
    for (const details of [
      'Received RST_STREAM with code 0 (Call ended without gRPC status)',
      'Received RST_STREAM with code 2 (Internal server error)',
    ]) {
      const trouble = said(13, details)
      expect(trouble).toMatchObject({ _tag: 'Interrupted' })
      expect(mayPass(trouble)).toBe(true)
      expect(isPassing(unavailable(trouble))).toBe(true)
    }
  })

  test('is what its number says, however the call ended', () => {
    const trouble = said(7, 'Received RST_STREAM with code 12 (Bandwidth exhausted or not allowed)')
    expect(trouble).toMatchObject({ _tag: 'AccessDenied' })
  })

  test('is a refusal where it speaks of an error of its own', () => {
    const trouble = said(13, 'the index is damaged')
    expect(trouble).toMatchObject({ _tag: 'Refused' })
    expect(isPassing(unavailable(trouble))).toBe(false)
  })
})
