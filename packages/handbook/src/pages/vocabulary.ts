/**
 * Commands and events of the built-in deciders.
 */
import { assembled, type AnyDecider } from '@deskledger/desk'
import { fieldsOf } from './fields.ts'
import { code, page, type GeneratedPage } from './page.ts'

const deciders = (): ReadonlyArray<AnyDecider> => assembled().deciders

export const commandsPage = (): GeneratedPage =>
  page(
    'reference/commands.md',
    'Commands',
    'What a desk can be asked, by decider. A command is `{ type, data, at? }`; `at` is when it happened, in milliseconds since 1970 UTC, and the clock’s time if it is left out. A field that is not listed is refused. Every refusal is data with a `_tag`.',
    ...deciders().flatMap(({ name, idField, begins, commands }) => [
      `## ${name}`,
      `Streams are named \`${name}-<${idField}>\`. Begins with ${begins.map(code).join(', ') || 'any command'}.`,
      ...Object.entries(commands).flatMap(([type, data]) => [`### ${type}`, fieldsOf(data)]),
    ]),
  )

export const eventsPage = (): GeneratedPage =>
  page(
    'reference/events.md',
    'Events',
    'What can have happened, by decider: the storage contract. Every event also has the envelope of a log: id, stream, revision, position, when it happened and when it was recorded, who did it, whom it concerns, and what led to it. Personal data is marked with the field that says whose it is; once that is erased, `{ "$erased": true }` stands in its place.',
    ...deciders().flatMap(({ name, events }) => [
      `## ${name}`,
      ...[...events.codecs.values()].flatMap(({ type, schemaVersion, data }) => [
        `### ${type}`,
        `Schema version ${schemaVersion}.`,
        fieldsOf(data),
      ]),
    ]),
  )
