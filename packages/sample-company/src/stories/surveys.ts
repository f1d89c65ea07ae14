/**
 * Customers are asked what they think: in several ways, and not all of them answer.
 */
import type { Weighted } from '../chance/dice.ts'
import { day, hour } from '../calendar.ts'
import { commentOf } from '../people/texts.ts'
import {
  agentCalled,
  customerCalled,
  say,
  surveyor,
  system,
  tryInVain,
  waitUntil,
  type DeskCommand,
  type Speaker,
  type Story,
} from '../simulation/story.ts'
import { answerOf, type Answer, type Experience, type Mode } from './answer.ts'
import type { Case, Scene } from './scene.ts'

const modes: ReadonlyArray<Weighted<Mode>> = [
  [26, 'sms'],
  [22, 'mobileEmail'],
  [18, 'web'],
  [10, 'callback'],
  [4, 'kiosk'],
  [20, 'surveyorBatch'],
]

const survey = system('survey')
const instrument = 'service'

export function* judged(scene: Scene, c: Case, experience: Experience): Story {
  if (c.need.channel === 'visit') return yield* signed(scene, c, experience)
  const mode = c.dice.weighted(modes)
  if (mode === 'surveyorBatch') return yield* noted(scene, c, experience)
  yield* invited(scene, c, { experience, mode })
}

/** On the spot, on the service order: nobody was invited. */
function* signed(scene: Scene, { dice }: Case, experience: Experience): Story {
  const answer = answerOf(dice, experience, { mode: 'signature', at: scene.now() })
  const scoring = scoringOf(dice.uuid(), answer, { mode: 'signature' })
  yield* say(customerCalled(experience.partyId), scoring)
}

/** A surveyor comes by in the next days, and takes it down on paper. */
function* noted(scene: Scene, { dice }: Case, experience: Experience): Story {
  yield* waitUntil(scene.now() + dice.between(20, 6 * 24) * hour)
  const at = scene.now()
  scene.notebook.push(answerOf(dice, experience, { mode: 'surveyorBatch', at }))
}

interface Asked {
  readonly experience: Experience
  readonly mode: Mode
}

const expiresAfter = 10 * day

function* invited(scene: Scene, c: Case, { experience, mode }: Asked): Story {
  const { dice } = c
  const { requestId, partyId, agentId } = experience
  const assessmentId = dice.uuid()
  const subject = { kind: 'request', id: requestId } as const
  const expiresAt = scene.now() + expiresAfter
  const about = { assessmentId, subject, instrument, requestId, partyId, agentId }
  yield* say(survey, { type: 'InviteAssessment', data: { ...about, mode, expiresAt } })
  const reaction = dice.weighted<'answer' | 'decline' | 'silence'>([
    [52, 'answer'],
    [8, 'decline'],
    [40, 'silence'],
  ])
  if (reaction === 'silence') return yield* expired(assessmentId, expiresAt)
  yield* waitUntil(scene.now() + dice.between(1, 6 * 24) * hour)
  const customer = customerCalled(partyId)
  if (reaction === 'decline')
    return yield* say(customer, {
      type: 'DeclineAssessment',
      data: { assessmentId, reason: 'noTime' },
    })
  const answer = answerOf(dice, experience, { mode, at: scene.now() })
  const scoring = scoringOf(assessmentId, answer, { mode, ...opinionOf(c) })
  if (dice.percent(1)) yield* tryInVain(agentCalled(agentId), scoring, 'OwnService')
  yield* say(mode === 'callback' ? surveyor : customer, scoring)
}

function* expired(assessmentId: string, expiresAt: number): Story {
  yield* waitUntil(expiresAt)
  yield* say(survey, { type: 'ExpireAssessment', data: { assessmentId } })
}

type Scoring = Extract<DeskCommand, { readonly type: 'ScoreSatisfaction' }>['data']

/** Whether they would recommend us, how easy it was, and a word of their own; now and then. */
const opinionOf = ({ dice }: Case): Partial<Scoring> => ({
  ...(dice.percent(50) ? { nps: dice.between(3, 10) } : {}),
  ...(dice.percent(25) ? { effort: dice.between(2, 7) } : {}),
  ...(dice.percent(15) ? { expectation: dice.between(3, 5) } : {}),
  ...(dice.percent(10) ? { comment: commentOf(dice) } : {}),
})

const scoringOf = (
  assessmentId: string,
  { experience: { requestId, partyId, agentId }, at, scores }: Answer,
  more: Pick<Scoring, 'mode'> & Partial<Scoring>,
): DeskCommand => {
  const subject = { kind: 'request', id: requestId } as const
  const about = { assessmentId, subject, instrument, requestId, partyId, agentId }
  return { type: 'ScoreSatisfaction', data: { ...about, scores, collectedAt: at, ...more } }
}

/** What was taken down since the last time is entered, all of it at once, under one batch. */
export const batchOf = (
  answers: ReadonlyArray<Answer>,
  uuid: () => string,
): ReadonlyArray<{ readonly by: Speaker; readonly command: DeskCommand }> => {
  const batchId = uuid()
  const mode = 'surveyorBatch'
  return answers.map((answer) => ({
    by: surveyor,
    command: scoringOf(uuid(), answer, { mode, batchId }),
  }))
}
