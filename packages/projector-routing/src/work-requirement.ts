/**
 * `work_requirement`: what a piece of work takes.
 */
import type { Event } from '@deskledger/domain/work/events'
import { integer, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const requirements = table('work_requirement', {
  doc: 'A skill that a piece of work takes',
  key: { work_id: text('the work'), skill: text('the key of the skill') },
  columns: { min_proficiency: integer('held at this level or better, 1 to 5; WorkRequested') },
})

/** A skill that is named twice is taken at the higher of the two levels. */
export const workRequirement = requirements.on(
  ({ data: { workId, skills } }) => skills.map(({ skill }) => ({ work_id: workId, skill })),
  {
    WorkRequested: (_, { data }, { skill }) => ({
      min_proficiency: data.skills
        .filter((required) => required.skill === skill)
        .reduce((highest, { min }) => Math.max(highest, min), 0),
    }),
  },
)
