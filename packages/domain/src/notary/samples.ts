/**
 * A desk that changes its key once.
 */
import { id, specification } from '@deskledger/kernel/testing'
import { decider } from './index.ts'

export const desk: string = id(91)

export const story = specification(decider, { own: { deskId: desk } })
const { happened } = story

export const first = { keyId: '0a1b2c3d', publicKey: `A${'RpcD'.repeat(10)}2ew` }
export const second = { keyId: '4e5f6a7b', publicKey: `A${'Q9xK'.repeat(10)}7m+` }

export const announced = happened('SigningKeyAnnounced', first)
export const replaced = happened('SigningKeyAnnounced', { ...second, replaces: first.keyId })
