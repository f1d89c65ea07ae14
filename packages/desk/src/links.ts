/**
 * Whose else the data of a thing is, as its events tell: a request's its requester's, a contact's the
 * caller's once it is known who that is. Erasing a person erases all that is linked.
 */
import { concern } from '@deskledger/kernel'
import { subjectOfStream, type Link, type LinksOf, type Subject } from '@deskledger/vault'

type Data = Readonly<Record<string, unknown>>

const party = ({ partyId }: Data): ReadonlyArray<Subject> =>
  typeof partyId === 'string' ? [concern('party', partyId)] : []

const request = ({ requestId }: Data): ReadonlyArray<Subject> =>
  typeof requestId === 'string' ? [concern('request', requestId)] : []

/** What an opinion is about: a request, an interaction, a sale. */
const assessed = ({ subject }: Data): ReadonlyArray<Subject> => {
  if (typeof subject !== 'object' || subject === null) return []
  const { kind, id } = subject as Data
  return typeof kind === 'string' && typeof id === 'string' ? [concern(kind, id)] : []
}

/** The contact by which a request came in, or which was about it. */
const contactOf = (of: Subject, { interactionId }: Data): ReadonlyArray<Link> =>
  of.startsWith('request:') && typeof interactionId === 'string'
    ? [{ of: concern('interaction', interactionId), to: of }]
    : []

/** Of any module's events, an embedder's own included: they name persons in the same way. */
export const linksOf: LinksOf = ({ stream, data }) => {
  const of = subjectOfStream(stream)
  if (of.startsWith('party:')) return []
  const owners = [...party(data), ...request(data), ...assessed(data)].filter((to) => to !== of)
  return [...owners.map((to) => ({ of, to })), ...contactOf(of, data)]
}
