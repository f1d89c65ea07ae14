/**
 * What a group tells about itself.
 */
import type { GroupInfo } from '../schema/persistent.ts'
import type { Working } from './group.ts'

/** A revision as it is, a position as the protocol spells it; nothing before the first. */
const placeIn = (stream: string, number: number): string => {
  if (stream === '$all') return number < 1 ? '' : `C:${number}/P:${number}`
  return number < 0 ? '' : String(number)
}

const startIn = (stream: string, number: number): string =>
  stream === '$all' ? `C:${number}/P:${number}` : String(number)

export const infoOf = (group: Working, last: number): GroupInfo => {
  const { stream, group: name, settings, checkpoint, parked, startFrom } = group.kept()
  const consumers = group.consumers()
  const { inFlight, waiting, total } = group.counts()
  return {
    eventSource: stream,
    group: name,
    status: 'Live',
    connections: consumers.map(({ user = '', slots, inFlight }) => ({
      username: user,
      availableSlots: slots - inFlight,
      inFlight,
    })),
    totalItems: total,
    lastCheckpointed: placeIn(stream, checkpoint),
    lastKnown: placeIn(stream, last),
    resolveLinks: settings.resolveLinks,
    startFrom: startIn(stream, startFrom),
    messageTimeoutMs: settings.messageTimeoutMs,
    extraStatistics: settings.extraStatistics,
    maxRetryCount: settings.maxRetryCount,
    liveBufferSize: settings.liveBufferSize,
    bufferSize: settings.historyBufferSize,
    readBatchSize: settings.readBatchSize,
    checkpointAfterMs: settings.checkpointAfterMs,
    minCheckpointCount: settings.minCheckpointCount,
    maxCheckpointCount: settings.maxCheckpointCount,
    readBufferCount: waiting,
    inFlight,
    outstanding: inFlight,
    strategy: settings.strategy,
    maxSubscriberCount: settings.maxSubscriberCount,
    parked: parked.length,
  }
}
