/**
 * A client that says what no vendor's client says: requests as tables have them.
 */
import { Client, credentials, type ServiceError } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { Message } from '../codec/message.ts'
import * as S from '../schema/together.ts'
import { recordsPath, sessionPath } from '../together/index.ts'

type Answer<A> = Promise<E.Either<ServiceError, A>>

export interface Raw {
  readonly session: (
    ...requests: ReadonlyArray<S.SessionReq>
  ) => Answer<Parameters<typeof S.SessionResp.encode>[0]>
  readonly records: (request: S.RecordsReq) => Answer<Parameters<typeof S.RecordsResp.encode>[0]>
  readonly close: () => void
}

const to = <A>(message: Message<A>) => ({
  encode: (value: A) => message.encode(value),
  decode: (bytes: Buffer) => message.decode(bytes),
})

export const rawClient = (port: number): Raw => {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  const [asked, told] = [to(S.SessionReq), to(S.SessionResp)]
  const [wanted, given] = [to(S.RecordsReq), to(S.RecordsResp)]
  return {
    session: (...requests) =>
      new Promise((resolve) => {
        const sink = client.makeClientStreamRequest(
          sessionPath,
          asked.encode,
          told.decode,
          (error, value) => resolve(error === null ? E.right(value ?? {}) : E.left(error)),
        )
        for (const request of requests) sink.write(request)
        sink.end()
      }),
    records: (request) =>
      new Promise((resolve) => {
        client.makeUnaryRequest(recordsPath, wanted.encode, given.decode, request, (error, value) =>
          resolve(error === null ? E.right(value ?? {}) : E.left(error)),
        )
      }),
    close: () => client.close(),
  }
}
