import { describe, expect, test } from '@jest/globals'
import { serviceDesk } from './service-desk.samples.ts'
import { schemaOf } from './schema.ts'
import { atDesk, done } from './testing/desk.ts'
import { within } from './testing/looking.ts'

const schema = schemaOf([serviceDesk])
const tableOf = (name: string) => schema.tables.find((table) => table.name === name)

describe('the schema of a read model', () => {
  test('names the events that the rows of a table come from, through whatever it follows', () => {
    expect(tableOf('handling')?.events).toEqual(['RequestClosed'])
    expect(tableOf('agent_load')).toMatchObject({
      follows: 'request',
      events: ['NoteAdded', 'RequestAssigned', 'RequestClosed', 'RequestOpened'],
    })
  })

  test('says of each column what it means, what it may hold and whose it is', () => {
    expect(tableOf('request')).toMatchObject({
      projector: 'serviceDesk',
      form: 'table',
      doc: 'one row for each request',
      key: [{ name: 'request_id', doc: 'the request', kind: 'text', sql: 'TEXT' }],
      indexes: [['status', 'opened_at']],
    })
    expect(tableOf('request')?.columns).toContainEqual({
      name: 'subject',
      doc: 'what it is about',
      kind: 'text',
      sql: 'TEXT',
      nullable: true,
      personalOf: 'party_id',
    })
    expect(tableOf('request')?.columns).toContainEqual({
      name: 'status',
      doc: 'how far it is',
      kind: 'choice',
      sql: 'TEXT',
      nullable: false,
      values: ['open', 'assigned', 'closed'],
    })
  })

  test('names what erases personal data', () => {
    expect(schema.erasedBy).toEqual(['PartyErased'])
  })

  test('is in the file too, comments and all', () =>
    atDesk(async ({ file, project }) => {
      await done(project().catchUp())
      const sql = within(file, (db) =>
        db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all(),
      )
      for (const { ddl } of schema.tables)
        for (const statement of ddl.split(/;$/m).map((each) => each.trim()))
          if (statement !== '') expect(sql).toContain(statement)
      expect(sql.join('\n')).toContain(
        '"subject" TEXT, -- what it is about; personal data of party_id',
      )
      expect(sql.join('\n')).toContain('-- how far it is; one of open, assigned, closed')
    }))

  test('has an index to find the rows of whoever is erased, where the key does not do', () => {
    expect(tableOf('request')?.ddl).toContain('CREATE INDEX "request_by_party_id"')
    expect(tableOf('timeline')?.ddl).not.toContain('CREATE INDEX')
  })
})
