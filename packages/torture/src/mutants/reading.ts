/**
 * Faults of what follows the log: read models and policies.
 */
import { faultsOf, type Mutant } from './mutant.ts'

export const faultsOfProjection: ReadonlyArray<Mutant> = faultsOf('projection', [
  [
    'a lease without its fence',
    'writable.ts',
    `known.holder !== holder || known.epoch !== epoch`,
    `known.holder === '' && epoch < 0`,
    'lease.spec.ts',
  ],
  [
    'a lease without its fence and its holder is frozen',
    'writable.ts',
    `if (known.holder !== holder || known.epoch !== epoch) return 'lost'`,
    `if (known.holder === '' && epoch < 0) return 'lost'`,
    'torture frozen-leader',
  ],
  [
    'a lease by time alone without its epoch',
    'writable.ts',
    `known.holder !== holder || known.epoch !== epoch`,
    `known.holder !== holder`,
    'lease.spec.ts',
  ],
  [
    'a lease that is over is not',
    'lease.ts',
    'checkpoint.leaseUntil <= now',
    'checkpoint.leaseUntil < now',
    'lease.spec.ts',
  ],
  [
    'a batch may leave a gap',
    'writable.ts',
    `if (known.position < after) return 'gap'`,
    '',
    'lease.spec.ts',
  ],
  [
    'what comes again is folded again',
    'sqlite/views-file.ts',
    'batch(plan, behind(events, known.position))',
    'batch(plan, events)',
    'lease.spec.ts',
  ],
  [
    'a log is known again by its last event alone',
    'knowing.ts',
    'if (chainAt === undefined) return',
    'if (chainAt === undefined || position > 0) return',
    'torture forked-log',
  ],
  [
    'rows are kept when the checkpoint fails',
    'sqlite/views-file.ts',
    'if (db.inTransaction) rollback.run()',
    'if (db.inTransaction) db.prepare("COMMIT").run()',
    'undecodable.spec.ts',
  ],
  [
    'an erased person stays in the tables',
    'engine/erasure.ts',
    'if (filled.length === 0) return row',
    'if (filled.length >= 0) return row',
    'erasure.spec.ts',
  ],
  [
    'digests without the lengths of their fields',
    'digest.ts',
    '`${type}${text.length}:${text};`',
    '`${type}${text}`',
    'digest.spec.ts',
  ],
  [
    'an event that cannot be read is passed over in silence',
    'reading.ts',
    `else if (policy !== 'fail') unread.push(decoded.left)`,
    `else if (policy !== undefined) unread.push(decoded.left)`,
    'undecodable.spec.ts',
  ],
])

export const faultsOfProcess: ReadonlyArray<Mutant> = faultsOf('process', [
  [
    'an effect that is carried out again has another id',
    'sending.ts',
    'uuidOf(`policy/${policy}/${key}`)',
    'uuidOf(`policy/${policy}/${key}/${Math.random()}`)',
    'runner.spec.ts',
  ],
  [
    'an effect that is carried out again has another id and the desk is killed',
    'sending.ts',
    'uuidOf(`policy/${policy}/${key}`)',
    'uuidOf(`policy/${policy}/${key}/${Math.random()}`)',
    'torture kill',
  ],
  [
    'a failed runner goes on with what it remembers',
    'runner.ts',
    '      memory = undefined\n',
    '',
    'runner.spec.ts',
  ],
  [
    'two runners mark over each other',
    'progress.ts',
    'expected: exactly(revision),',
    `expected: { _tag: 'Any' },`,
    'runner.spec.ts',
  ],
  [
    'after a restart everything is done again',
    'memory.ts',
    'const upTo = marks.at(-1)?.upTo ?? after',
    'const upTo = 0 * marks.length',
    'runner.spec.ts',
  ],
  [
    'a timer is late by a moment',
    'runner.ts',
    't.at <= now; t = timers.next()',
    't.at < now; t = timers.next()',
    'timers.spec.ts',
  ],
  [
    'a cancelled timer fires',
    'reaction.ts',
    `if (effect.type === 'Cancel') pending.cancel(effect.key)`,
    `if (effect.type === 'Cancel') continue`,
    'timers.spec.ts',
  ],
  [
    'a refusal is parked',
    'sending.ts',
    `broken.has(tag) ? 'parked' : 'refused'`,
    `tag !== '' ? 'parked' : 'refused'`,
    'runner.spec.ts',
  ],
])
