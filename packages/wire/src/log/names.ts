/**
 * Names as clients send them.
 */
import type { CommandId, StreamName } from '@deskledger/kernel'
import type { StreamIdentifier, Uuid } from '../schema/shared.ts'

/** A log takes any name that is valid text; that it has a dash is a promise of our own streams. */
export const isStreamName = (name: string): name is StreamName => name !== '' && name.isWellFormed()

export const isCommandId = (id: string): id is CommandId => id !== '' && id.isWellFormed()

/** The name, or the empty text if there is none. */
export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.streamName ?? []).toString('utf8')

export const identifierOf = (name: string): StreamIdentifier => ({ streamName: Buffer.from(name) })

/** The stream that holds a stream's metadata. */
export const metastreamOf = (stream: string): string => `$$${stream}`

/** The stream whose metadata a metastream holds; any other stream itself. */
export const originalOf = (stream: string): string => stream.replace(/^\$\$/, '')

/** Nobody writes to these: they are views of the log. */
export const isVirtual = (stream: string): boolean => /^\$(ce|et)-./.test(stream)

const dashes = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

/** A UUID as text, however it was sent; the empty text if it was not. */
export const uuidFrom = (uuid: Uuid | undefined): string => {
  const { structured, string = '' } = uuid ?? {}
  if (structured === undefined) return string
  const { high = 0n, low = 0n } = structured
  const hex = [high, low]
    .map((bits) => BigInt.asUintN(64, bits).toString(16).padStart(16, '0'))
    .join('')
  return hex.replace(dashes, '$1-$2-$3-$4-$5')
}
