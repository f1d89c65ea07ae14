/**
 * The tables against the plainest of all folds: over the whole history, with the deciders' own
 * states, as nobody would do it who has to be fast.
 */
import { describe, expect, test } from '@jest/globals'
import * as Agent from '@deskledger/domain/agent'
import * as Request from '@deskledger/domain/request'
import * as Work from '@deskledger/domain/work'
import { anyLog, type Event } from '@deskledger/domain/testing'
import { replay, type RecordedEvent } from '@deskledger/kernel'
import * as fc from 'fast-check'
import { projected } from '@deskledger/projection/contract'
import { agent, agentSkill, request, requestTask, routing, workItem } from './index.ts'

type Log = ReadonlyArray<RecordedEvent<Event>>

/** The events of one stream after another. */
const streams = (log: Log, category: string): ReadonlyArray<Log> => [
  ...Map.groupBy(
    log.filter(({ stream }) => stream.startsWith(`${category}-`)),
    ({ stream }) => stream,
  ).values(),
]

const own = <E extends Event>(log: Log, ...types: ReadonlyArray<E['type']>) =>
  log.filter((event): event is RecordedEvent<E> => types.some((type) => type === event.type))

const law = (statement: string, check: (log: Log) => void) =>
  test(statement, () => fc.assert(fc.property(anyLog, check), { numRuns: 50 }))

describe('any request', () => {
  const inLog = (log: Log) =>
    streams(log, 'request').map((history) => {
      const events = history as ReadonlyArray<RecordedEvent<Request.Event>>
      const begin = events.findLastIndex(({ type }) => type === 'RequestOpened')
      const state = replay(Request.decider, events)
      return { id: String(events[0]?.data.requestId), state, events, life: events.slice(begin) }
    })

  law('stands where its rules say that it stands', (log) => {
    const rows = projected(routing, ...log).rows(request)
    for (const { id, state } of inLog(log)) {
      const row = rows.find(({ request_id }) => request_id === id)
      if (state.status === 'unopened' || state.status === 'withdrawn') {
        expect(row).toBeUndefined()
        continue
      }
      const { file, status } = state
      expect(row).toMatchObject({
        status,
        case_type: file.caseType.key,
        category: file.category,
        batch_id: file.batchId ?? null,
        party_id: file.partyId ?? null,
        product_sku: file.sku ?? null,
        responsible_kind: file.responsible?.kind ?? null,
        responsible_id: file.responsible?.id ?? null,
        severity: file.classification?.severity ?? null,
        impact: file.classification?.impact ?? null,
        topic: file.classification?.topic ?? null,
        priority: file.priority?.value ?? null,
        priority_from: file.priority?.from ?? null,
        stage: file.stage ?? null,
        notes: file.notes.size,
        contacts: file.interactions.size,
        open_tasks: Object.values(file.tasks).filter(({ done }) => !done).length,
        waiting_on: state.status === 'waiting' ? state.on : null,
        waiting_since: state.status === 'waiting' ? state.since : null,
        closed_at: state.status === 'closed' ? state.closedAt : null,
      })
    }
  })

  law('counts what happened to it since it was opened', (log) => {
    const rows = projected(routing, ...log).rows(request)
    for (const { id, life, events } of inLog(log)) {
      const row = rows.find(({ request_id }) => request_id === id)
      if (row === undefined) continue
      const of = (type: Event['type']) => life.filter((event) => event.type === type)
      expect(row).toMatchObject({
        reopened: of('RequestReopened').length,
        first_closed_at: of('RequestClosed')[0]?.occurredAt ?? null,
        accepted_at: of('RequestAccepted')[0]?.occurredAt ?? null,
        acknowledged_at: of('RequestAcknowledged')[0]?.occurredAt ?? null,
        changed_at: Math.max(...life.map(({ occurredAt }) => occurredAt)),
        as_of_position: events.at(-1)?.position,
        handoffs: handoffsIn(life),
      })
    }
  })

  const handoffsIn = (life: Log): number => {
    let holder: Request.Responsible | undefined
    let handoffs = 0
    for (const { type, data } of own<Request.ResponsibleAssigned | Request.RequestHandedOver>(
      life,
      'ResponsibleAssigned',
      'RequestHandedOver',
    )) {
      const isPassedOn =
        holder?.kind === 'agent' && (data.to.kind !== 'agent' || holder.id !== data.to.id)
      if (type === 'RequestHandedOver' || isPassedOn) handoffs += 1
      holder = data.to
    }
    return handoffs
  }

  law('has as many tasks as were created, each with its last holder', (log) => {
    const rows = projected(routing, ...log).rows(requestTask)
    const created = new Map<string, string>()
    const holders = new Map<string, string>()
    for (const { type, data } of log) {
      if (type === 'TaskCreated') created.set(data.requestId + data.taskId, 'open')
      if (type === 'TaskCreated') holders.delete(data.requestId + data.taskId)
      if (type === 'TaskAssigned' || type === 'TaskTransferred')
        holders.set(data.requestId + data.taskId, data.to)
      if (type === 'TaskCompleted') created.set(data.requestId + data.taskId, 'done')
    }
    const ofRow = ({ request_id, task_id }: (typeof rows)[number]) => request_id + task_id
    expect(new Set(rows.map(ofRow))).toEqual(new Set(created.keys()))
    for (const row of rows) {
      expect(row.assignee).toBe(holders.get(ofRow(row)) ?? null)
      expect(row.status === 'done').toBe(created.get(ofRow(row)) === 'done')
    }
  })
})

describe('any agent', () => {
  law('uses, at every position, the units reserved less the units released', (log) => {
    const read = projected(routing)
    const used = new Map<string, number>()
    for (const event of log) {
      read.and(event)
      const { type, data } = event
      if (type === 'AgentEnrolled') used.set(data.agentId, 0)
      if (type !== 'WorkReserved' && type !== 'WorkReleased') continue
      const sign = type === 'WorkReserved' ? 1 : -1
      used.set(data.agentId, (used.get(data.agentId) ?? 0) + sign * data.weight)
      const row = read.rows(agent).find(({ agent_id }) => agent_id === data.agentId)
      expect(row?.used_units).toBe(used.get(data.agentId))
    }
  })

  law('is as its rules say that it is', (log) => {
    const read = projected(routing, ...log)
    for (const history of streams(log, 'agent')) {
      const events = history as ReadonlyArray<RecordedEvent<Agent.Event>>
      const state = replay(Agent.decider, events)
      const agentId = events[0]?.data.agentId
      const row = read.rows(agent).find(({ agent_id }) => agent_id === agentId)
      expect(row?.retired_at === null).toBe(state.status === 'enrolled')
      if (state.status !== 'enrolled') continue
      const idle = state.presence === 'available' && Object.keys(state.reserved).length === 0
      expect(row).toMatchObject({
        presence: state.presence,
        capacity_units: state.units,
        used_units: Object.values(state.reserved).reduce((sum, weight) => sum + weight, 0),
      })
      expect(row?.idle_since !== null).toBe(idle)
      const skills = read.rows(agentSkill).filter(({ agent_id }) => agent_id === agentId)
      expect(new Map(skills.map((held) => [held.skill, held.proficiency]))).toEqual(
        new Map(state.skills.map((held) => [held.skill, held.proficiency])),
      )
    }
  })
})

describe('any piece of work', () => {
  law('stands where its rules say that it stands', (log) => {
    const rows = projected(routing, ...log).rows(workItem)
    for (const history of streams(log, 'work')) {
      const events = history as ReadonlyArray<RecordedEvent<Work.Event>>
      const state = replay(Work.decider, events)
      const row = rows.find(({ work_id }) => work_id === events[0]?.data.workId)
      const { status } = state
      expect(row).toMatchObject({
        status,
        offered_to: status === 'offered' ? state.agentId : null,
        offer_expires_at: status === 'offered' ? state.expiresAt : null,
        decisions: own(events, 'RoutingDecided').length,
        refusals: own(events, 'WorkDeclined', 'WorkOfferLapsed').length,
        rounds: own(events, 'WorkRequeued').length,
        round_from: own(events, 'WorkRequeued').at(-1)?.position ?? null,
        as_of_position: events.at(-1)?.position,
      })
      if (status === 'accepted') expect(row?.accepted_by).toBe(state.agentId)
    }
  })
})
