/**
 * What is known of files before anybody has written a map.
 */
import type { Channel } from '@deskledger/domain/primitives'
import type { ImportMap } from './map.ts'

/** What people call channels, in small letters. */
export const usualChannels: Readonly<Record<string, Channel>> = {
  phone: 'phone',
  telephone: 'phone',
  tel: 'phone',
  call: 'phone',
  voice: 'phone',
  email: 'email',
  'e-mail': 'email',
  mail: 'email',
  web: 'web',
  website: 'web',
  internet: 'web',
  online: 'web',
  'web form': 'web',
  portal: 'portal',
  'self-service': 'portal',
  'self service': 'portal',
  app: 'portal',
  fax: 'fax',
  sms: 'sms',
  'text message': 'sms',
  chat: 'chat',
  'live chat': 'chat',
  video: 'video',
  visit: 'visit',
  desk: 'visit',
  counter: 'visit',
  'walk-in': 'visit',
  'in person': 'visit',
  'on-site': 'visit',
  letter: 'letter',
  post: 'letter',
  'postal mail': 'letter',
  social: 'social',
  'social media': 'social',
  note: 'note',
}

/**
 * The attributes of the XES standard, and those that service histories usually have. A time without
 * an offset is one in UTC, as the standard's own examples are.
 */
export const xesMap: ImportMap = {
  format: 'xes',
  case: 'case:concept:name',
  activity: 'concept:name',
  time: { column: 'time:timestamp', format: 'ISO', zone: 'UTC' },
  eventId: 'identity:id',
  resource: 'org:resource',
  customer: 'customer',
  product: 'product',
  channel: 'channel',
  priority: 'priority',
  channels: usualChannels,
  moves: { Closed: 'close' },
}
