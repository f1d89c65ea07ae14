/**
 * What an erasure would do, and what it has done, as people read it.
 */
import type { Certificate, Survey } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { bold, dim } from './style.ts'

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

const kindsOf = (subjects: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const subject of subjects) {
    const [kind = ''] = subject.split(':', 1)
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([kind, n]) => `${n.toLocaleString('en')} × ${kind}`)
    .join(', ')

export const tellSurvey = (
  { io, json }: Context,
  partyId: string,
  { subjects, keyIds, events, values }: Survey,
): void => {
  if (json) return io.out(`${JSON.stringify({ partyId, subjects, keyIds, events, values })}\n`)
  io.out(`${bold('would be erased')}  party ${partyId}\n`)
  io.out(`  ${count(values, 'value')} in ${count(events, 'event')}, `)
  io.out(`under ${count(keyIds.length, 'key')}: ${listed(kindsOf(subjects))}\n`)
  io.out(`${dim('nothing was changed; to do it: --yes')}\n`)
}

export const tellCertificate = (
  { io, json }: Context,
  certificate: Certificate,
  file: string,
): void => {
  if (json) return io.out(`${JSON.stringify({ ...certificate, file })}\n`)
  const { erasure, partyId, basis, reason, subjects, keys, events, values, search } = certificate
  io.out(`${bold('Certificate of erasure')} ${erasure}\n`)
  io.out(`  party     ${partyId} (${basis}: ${reason})\n`)
  io.out(
    `  erased    ${count(values, 'value')} in ${count(events, 'event')}: ${listed(subjects)}\n`,
  )
  io.out(`  keys      ${count(keys.length, 'key')} destroyed at ${certificate.keysDestroyedAt}\n`)
  io.out(`  searched  ${searchedIn(search)}\n`)
  io.out(`  remains   ${certificate.remains}\n`)
  io.out(`  sha-256   ${certificate.sha256}\n`)
  io.out(`${dim(file)}\n`)
}

const searchedIn = (search: Certificate['search']): string => {
  if (search.status === 'notPossible')
    return 'not: the erasure was interrupted, and nobody knows any more what to search for'
  const { searched, tooShort, unreadable = 0 } = search
  const left = tooShort + unreadable + (search.status === 'done' ? search.sharedWithOthers : 0)
  const aside = left === 0 ? '' : `; ${left} too short, unreadable or said of others too`
  const places = placesIn(search)
  if (places.length > 0) return `FOUND in ${places.join(', ')}`
  return `${count(searched, 'value')} in ${extentOf(search)}: nothing found${aside}`
}

type Searched = Exclude<Certificate['search'], { readonly status: 'notPossible' }>

const placesIn = (search: Searched): ReadonlyArray<string> =>
  search.status === 'done'
    ? [...new Set(search.found.map(({ file }) => file))]
    : search.found.map((position) => `event ${position}`)

const extentOf = (search: Searched): string =>
  search.status === 'done'
    ? `${count(search.files, 'file')} (${(search.bytes / 1_000_000).toFixed(1)} MB)`
    : `${count(search.events, 'event')} of the log`
