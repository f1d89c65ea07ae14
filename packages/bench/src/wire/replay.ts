/**
 * What the fastest server could do: the bytes of answers that a server gave once, given again without
 * any thought. How fast a client takes these is what it can decode.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  type MethodDefinition,
  type ServerUnaryCall,
  type sendUnaryData,
  type ServerWritableStream,
} from '@grpc/grpc-js'

const featuresPath = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods'
const readPath = '/event_store.client.streams.Streams/Read'
/** `ReadReq` of the whole log forwards from its start, without a filter and without a limit. */
const readAll = Buffer.from([
  0x0a, 0x12, 0x12, 0x02, 0x12, 0x00, 0x28, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x42, 0x00, 0x4a, 0x04,
  0x12, 0x02, 0x08, 0x01,
])

const bytes = (value: Buffer): Buffer => value

/** Asks the server on this port, and keeps its answers in `file`; how many there were. */
export const record = async (port: number, file: string): Promise<number> => {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
  })
  const features = await new Promise<Buffer>((resolve, reject) => {
    client.makeUnaryRequest(featuresPath, bytes, bytes, Buffer.alloc(0), (error, answer) =>
      error === null && answer !== undefined ? resolve(answer) : reject(error),
    )
  })
  const events: Array<Buffer> = []
  for await (const answer of client.makeServerStreamRequest(readPath, bytes, bytes, readAll))
    events.push(answer)
  client.close()
  const all = [features, ...events]
  const lengths = Buffer.alloc(4 * all.length + 4)
  lengths.writeUInt32LE(all.length, 0)
  for (const [i, { length }] of all.entries()) lengths.writeUInt32LE(length, 4 * i + 4)
  writeFileSync(file, Buffer.concat([lengths, ...all]))
  return events.length
}

const recorded = (file: string): readonly [features: Buffer, events: ReadonlyArray<Buffer>] => {
  const whole = readFileSync(file)
  const n = whole.readUInt32LE(0)
  let at = 4 * n + 4
  const all = Array.from({ length: n }, (_, i) => {
    const end = at + whole.readUInt32LE(4 * i + 4)
    const answer = whole.subarray(at, end)
    at = end
    return answer
  })
  const [features = Buffer.alloc(0), ...events] = all
  return [features, events]
}

const definition = (path: string, responseStream: boolean): MethodDefinition<Buffer, Buffer> => ({
  path,
  requestStream: false,
  responseStream,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
})

/** Answers what `file` holds, on the port that it gives. */
export const replaying = (file: string): Promise<number> => {
  const [features, events] = recorded(file)
  const server = new Server({ 'grpc.max_send_message_length': -1 })
  server.addService(
    { ask: definition(featuresPath, false) },
    {
      ask: (_: ServerUnaryCall<Buffer, Buffer>, send: sendUnaryData<Buffer>) =>
        send(null, features),
    },
  )
  server.addService(
    { read: definition(readPath, true) },
    { read: (call: ServerWritableStream<Buffer, Buffer>) => void replay(call, events) },
  )
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    )
  })
}

const replay = async (
  call: ServerWritableStream<Buffer, Buffer>,
  events: ReadonlyArray<Buffer>,
): Promise<void> => {
  for (const event of events)
    if (!call.write(event)) await new Promise((resolve) => call.once('drain', resolve))
  call.end()
}
