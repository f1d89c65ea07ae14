/**
 * What a writer believes of a stream, checked in the same transaction that writes.
 */
export type Expected =
  | { readonly _tag: 'NoStream' }
  | { readonly _tag: 'StreamExists' }
  | { readonly _tag: 'Exact'; readonly revision: number }
  | { readonly _tag: 'Any' }

export const noStream: Expected = { _tag: 'NoStream' }
export const streamExists: Expected = { _tag: 'StreamExists' }
export const anyRevision: Expected = { _tag: 'Any' }
/** The stream's last event has `revision`; −1 is the same as no stream. */
export const exactly = (revision: number): Expected =>
  revision < 0 ? noStream : { _tag: 'Exact', revision }

export const isMet = (expected: Expected, revision: number): boolean => {
  switch (expected._tag) {
    case 'NoStream':
      return revision === -1
    case 'StreamExists':
      return revision >= 0
    case 'Exact':
      return revision === expected.revision
    case 'Any':
      return true
  }
}
