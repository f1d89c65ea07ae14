/**
 * Whole logs at random: several streams of most modules, each as its decider allows it, now an
 * event of this stream and then one of that. All ids come from the same few, so that they meet.
 */
import type { Fact, RecordedEvent } from '@deskledger/kernel'
import { anyCommand, anyHistory, at, id } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as Agent from '../agent/index.ts'
import * as Assessment from '../assessment/index.ts'
import { marks, service } from '../assessment/samples.ts'
import * as Interaction from '../interaction/index.ts'
import { talkative } from '../interaction/samples.ts'
import * as Party from '../party/index.ts'
import * as Request from '../request/index.ts'
import { anyAsked } from '../request/random.samples.ts'
import * as Sale from '../sale/index.ts'
import * as Work from '../work/index.ts'
import { scored } from '../work/samples.ts'
import { recorded, type Event } from './recorded.ts'

type History = ReadonlyArray<Event>

/** Up to so many streams. Their ids are the first ones, which are those that random data names. */
const streams = (
  { idField }: { readonly idField: string },
  history: fc.Arbitrary<ReadonlyArray<Fact>>,
  most: number,
): fc.Arbitrary<ReadonlyArray<History>> =>
  fc
    .array(history, { maxLength: most, size: 'max' })
    .map((all) => all.map((one, i) => one.map((fact) => inStream(fact, idField, id(i + 1)))))

const inStream = ({ type, data }: Fact, idField: string, own: string): Event =>
  ({ type, data: { ...(data as object), [idField]: own } }) as Fact as Event

const parties = streams(
  Party.decider,
  anyHistory(
    Party.decider,
    anyCommand<Party.Command>(Party.decider, {
      weights: { RegisterParty: 2, AddContactPoint: 8, VerifyContactPoint: 4, AssumeRole: 4 },
    }),
  ),
  3,
)

const agents = streams(
  Agent.decider,
  anyHistory(
    Agent.decider,
    anyCommand<Agent.Command>(Agent.decider, {
      weights: { EnrolAgent: 2, ChangePresence: 6, SetCapacity: 3, ReserveWork: 8, ReleaseWork: 6 },
    }),
  ),
  3,
)

const requests = streams(Request.decider, anyHistory(Request.decider, anyAsked), 3)

const interactions = streams(
  Interaction.decider,
  anyHistory(
    Interaction.decider,
    anyCommand<Interaction.Command>(Interaction.decider, {
      weights: { ...talkative, IdentifyCaller: 4 },
    }),
  ),
  3,
)

const sales = streams(
  Sale.decider,
  anyHistory(
    Sale.decider,
    anyCommand<Sale.Command>(Sale.decider, {
      weights: { AddLine: 5, IssueQuote: 4, AcceptQuote: 2, LapseQuote: 3 },
    }),
  ),
  2,
)

/** About the first request, with marks that are on the scales. */
const answered = (command: Assessment.Command): Assessment.Command => {
  const subject = { kind: 'request', id: id(1) }
  const about = { ...command.data, subject, requestId: id(1), instrument: 'service' }
  if (command.type === 'InviteAssessment')
    return { ...command, data: about } as object as typeof command
  if (command.type !== 'ScoreSatisfaction') return command
  const { expectation: _, ...data } = { ...command.data, ...about }
  return { ...command, data: { ...data, scores: marks } } as object as typeof command
}

const assessments = streams(
  Assessment.decider,
  anyHistory(
    Assessment.decider,
    anyCommand<Assessment.Command>(Assessment.decider, {
      factsOf: () => ({ instrument: service }),
    }).map(answered),
  ),
  2,
)

/** Two agents are looked at: the first can be chosen, the other is excluded. */
const decided = (command: Work.Command): Work.Command => {
  if (command.type === 'OfferWork')
    return { ...command, data: { workId: id(1), agentId: id(1), expiresAt: at(720) } }
  if (command.type !== 'DecideRouting') return command
  const considered = [scored(id(1), 40), { agentId: id(2), excludedBy: 'presence' } as const]
  return { ...command, data: { ...command.data, considered, chosen: id(1) } } as typeof command
}

const anyWorkHistory = anyHistory(
  Work.decider,
  anyCommand<Work.Command>(Work.decider, {
    weights: {
      DecideRouting: 8,
      OfferWork: 8,
      AcceptWork: 4,
      DeclineWork: 8,
      LapseOffer: 4,
      RequeueWork: 6,
    },
  }).map(decided),
)
const works = streams(Work.decider, anyWorkHistory, 3)

/** All of them in one order; each turn goes to one of those that are not at their end. */
const merged = (
  histories: ReadonlyArray<History>,
  turns: ReadonlyArray<number>,
): ReadonlyArray<Event> => {
  const left = histories.filter((history) => history.length > 0).map((history) => [...history])
  const all: Array<Event> = []
  for (let turn = 0; left.length > 0; turn += 1) {
    const place = (turns[turn % turns.length] ?? 0) % left.length
    const next = left[place]?.shift()
    if (next !== undefined) all.push(next)
    if (left[place]?.length === 0) left.splice(place, 1)
  }
  return all
}

/** A log as it could be, but for names that nobody checks when a command is decided. */
export const anyLog: fc.Arbitrary<ReadonlyArray<RecordedEvent<Event>>> = fc
  .tuple(
    fc.tuple(parties, agents, requests, interactions, sales, assessments, works),
    fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 30 }),
  )
  .map(([histories, turns]) => recorded(merged(histories.flat(), turns)))
