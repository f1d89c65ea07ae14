/**
 * Addresses as they are looked up: the form that each channel compares.
 */
import { E164, EmailAddress } from '@deskledger/kernel'
import type { Channel } from '../primitives.ts'

const isNumber = (channel: Channel): boolean =>
  channel === 'phone' || channel === 'sms' || channel === 'fax'

/** The form of a channel's addresses; none where any text will do. */
export const formOf = (channel: Channel): typeof E164 | typeof EmailAddress | undefined => {
  if (isNumber(channel)) return E164
  return channel === 'email' ? EmailAddress : undefined
}

/** The address without what people write into it for their eyes alone. */
export const tidy = (address: string, channel: Channel): string => {
  if (isNumber(channel)) return address.replace(/[\s().\-/]/g, '')
  if (channel !== 'email') return address.trim()
  const [local = '', domain = ''] = address.trim().split(/@(?=[^@]*$)/)
  return `${local}@${domain.toLowerCase()}`
}
