/**
 * `agent_skill`: who can do what, as it was last granted.
 */
import { SkillGranted, type Event } from '@deskledger/domain/agent/events'
import { instant, integer, nullable, oneOf, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const skills = table('agent_skill', {
  doc: 'A skill of an agent, until it is revoked; kept when it expires or the agent leaves',
  key: { agent_id: text('the agent'), skill: text('the key of the skill') },
  columns: {
    proficiency: integer('from 1, a beginner, to 5, an expert; SkillGranted'),
    evidence: oneOf('what shows it; SkillGranted', SkillGranted.data.required.evidence),
    granted_at: instant('when it was last granted; SkillGranted'),
    valid_until: nullable(
      instant('the first instant at which it is no longer held; null if it stays; SkillGranted'),
    ),
  },
  indexes: [['skill']],
})

export const agentSkill = skills.on((e) => ({ agent_id: e.data.agentId, skill: e.data.skill }), {
  SkillGranted: (_, { data, occurredAt }) => ({
    proficiency: data.proficiency,
    evidence: data.evidence,
    granted_at: occurredAt,
    valid_until: data.validUntil ?? null,
  }),
  SkillRevoked: () => undefined,
})
