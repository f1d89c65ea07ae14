/**
 * Faults of the log: of durability, of order, of what is remembered, of what defends it.
 */
import { faultsOf, type Mutant } from './mutant.ts'

export const faultsOfLog: ReadonlyArray<Mutant> = faultsOf('event-store-sqlite', [
  [
    'a deferred BEGIN',
    'session.ts',
    `db.prepare('BEGIN IMMEDIATE')`,
    `db.prepare('BEGIN')`,
    'rivals.spec.ts',
  ],
  [
    'acknowledged before COMMIT',
    'append.ts',
    `    try {
      on.commit.run()`,
    `    batch.forEach(({ resolve }, i) => resolve(answers[i] ?? E.left(missing)))
    try {
      on.commit.run()`,
    'failed-commit.spec.ts',
  ],
  [
    'synchronous=NORMAL and the power goes',
    'writer.ts',
    `durability === 'full' ? 2 : 1`,
    `durability === 'full' ? 1 : 1`,
    'torture power-cut',
  ],
  [
    'a connection whose commit failed is used again',
    'append.ts',
    `  const afterFailedCommit = (batch: ReadonlyArray<Waiting>, cause: unknown): void => {
    distrust()`,
    `  const afterFailedCommit = (batch: ReadonlyArray<Waiting>, cause: unknown): void => {
    session?.write.forget()
    if (session?.db.inTransaction === true) session.rollback.run()`,
    'torture io-errors',
  ],
  [
    'an error of the sync is ignored',
    'append.ts',
    `      return afterFailedCommit(batch, error)
    }`,
    `      void afterFailedCommit
      void error
    }`,
    'failed-commit.spec.ts',
  ],
  [
    'synchronous=NORMAL',
    'writer.ts',
    `durability === 'full' ? 2 : 1`,
    `durability === 'full' ? 1 : 1`,
    'open.spec.ts',
  ],
  [
    'the head is remembered across processes',
    'write.ts',
    `if (version !== seenVersion) forget()`,
    `if (seenVersion === undefined) forget()`,
    'contract.spec.ts',
  ],
  [
    'the revision is checked before the command id',
    'write.ts',
    `return before === undefined
        ? E.left({ _tag: 'Conflict', stream, expected, actual })`,
    `return before !== null
        ? E.left({ _tag: 'Conflict', stream, expected, actual })`,
    'contract.spec.ts',
  ],
  [
    'a clock that runs backwards is believed',
    'write.ts',
    'recordedAt: Math.max(before.recordedAt, clock()),',
    'recordedAt: clock(),',
    'contract.spec.ts',
  ],
  [
    'what a rolled back transaction remembered is kept',
    'append.ts',
    '    write.forget()\n',
    '    void write\n',
    'torture disk-full',
  ],
  [
    'one bad append takes the others down',
    'append.ts',
    'else if (batch.length > 1) return queue.putBack(batch)',
    'else if (batch.length > 1e9) return queue.putBack(batch)',
    'full.spec.ts',
  ],
  [
    'the queue has no end',
    'queue.ts',
    'if (all.length >= maxQueue || size >= maxQueueSize) return false',
    'if (all.length >= Infinity) return false',
    'group-commit.spec.ts',
  ],
  [
    'closing does not wait for what is queued',
    'append.ts',
    '      await settled()\n',
    '      void settled\n',
    'contract.spec.ts',
  ],
  [
    'events may be deleted',
    'schema.ts',
    `['UPDATE', 'DELETE'].map(`,
    `['UPDATE'].map(`,
    'append-only.spec.ts',
  ],
  [
    'INSERT OR REPLACE rewrites a commit',
    'schema.ts',
    `\${neverReplaced('commits', 'NEW.commit_no <= (SELECT max(commit_no) FROM commits)')}`,
    '',
    'append-only.spec.ts',
  ],
  [
    'recursive triggers are off',
    'writer.ts',
    `['recursive_triggers', 1]`,
    `['recursive_triggers', 0]`,
    'open.spec.ts',
  ],
  [
    'any old SQLite will do',
    'writer.ts',
    'return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0)',
    'return i < -1 && (a[i] ?? 0) < (b[i] ?? 0)',
    'open.spec.ts',
  ],
  [
    'a page begins one too early',
    'rows.ts',
    `const inWindow = 'position > ? AND`,
    `const inWindow = 'position >= ? AND`,
    'read.spec.ts',
  ],
  [
    'a filtered page skips what is behind its last event',
    'read.ts',
    'const through = events.length < pageSize ? end : (events.at(-1)?.position ?? end)',
    'const through = events.length < 0 ? (events.at(-1)?.position ?? end) : end',
    'contract.spec.ts',
  ],
  [
    'a gap in the positions is read over',
    'rows.ts',
    'if (rows.length !== through - after) throw noEvent(after)',
    '',
    'read.spec.ts',
  ],
  [
    'a commit that is missing is not missed by who reads late',
    'rows.ts',
    'if (areCommitsThere.get(after + 1, through) !== 1) throw noCommit(after + 1)',
    '',
    'read.spec.ts',
  ],
  [
    'a snapshot is used whatever made it, and whatever befell it',
    'snapshots.ts',
    'markOf(print, stream, place, state) !== mark',
    'false',
    'snapshots.spec.ts',
  ],
  [
    'a state of a class is kept as if it had none',
    'snapshots.ts',
    'return hasNoClass && Object',
    'return Object',
    'snapshots.spec.ts',
  ],
  [
    'the file of somebody else is taken for one of snapshots',
    'snapshots.ts',
    'if (found !== 0) return found === applicationId',
    'if (found !== 0) return true',
    'snapshots.spec.ts',
  ],
  [
    'what surrounds an event is that of its neighbour',
    'rest.ts',
    '(place ??= attempt(() => placesIn(after, through)))[index]',
    '(place ??= attempt(() => placesIn(after, through)))[index - 1]',
    'read.spec.ts',
  ],
  [
    'the chain forgets the commit before',
    'write.ts',
    'chainOf(before.chain, commit)',
    'chainOf(chainOfDesk(deskId), commit)',
    'verify/attacks.spec.ts',
  ],
])

export const faultsOfPort: ReadonlyArray<Mutant> = faultsOf('event-store', [
  [
    'a repeated command is decided again',
    'hearing.ts',
    'return final(O.getOrElse(() => answer)(first.right))',
    'return final(answer)',
    'handle-repetition.spec.ts',
  ],
  [
    'another command under a known id is taken for it',
    'hearing.ts',
    'first === fingerprint || isForgotten',
    'true || isForgotten',
    'handle-repetition.spec.ts',
  ],
  [
    'an append of unknown outcome is not looked up',
    'handle.ts',
    `if (answer.left._tag !== 'OutcomeUnknown') return final(answer)`,
    `if (answer.left._tag !== undefined) return final(answer)`,
    'handle-faults.spec.ts',
  ],
  [
    'a state is remembered although others wrote in between',
    'handle.ts',
    'if (lastRevision === revision + events.length)',
    'if (lastRevision >= revision)',
    'handle-freshness.spec.ts',
  ],
  [
    'a snapshot of a history that the log no longer has is used',
    'snapshots.ts',
    'if (found === undefined || (await chainOf(found.position)) !== found.chain) return undefined',
    'if (found === undefined) return undefined',
    'snapshots.spec.ts',
  ],
  [
    'a snapshot is taken for one revision further than it is',
    'loading.ts',
    'store.readStream(stream, revision + 1)',
    'store.readStream(stream, known === undefined ? 0 : revision + 2)',
    'snapshots.spec.ts',
  ],
  [
    'a refusal is given on a state that was only remembered',
    'handle.ts',
    'before?.revision === revision ? before.decision',
    'before !== undefined ? before.decision',
    'handle-freshness.spec.ts',
  ],
  [
    'what was decided on a remembered state is appended without proof',
    'handle.ts',
    'const expected = call.expected ?? exactly(revision)',
    'const expected = call.expected ?? anyRevision',
    'handle-freshness.spec.ts',
  ],
  [
    'a conflict is not decided again',
    'handle.ts',
    `return { answer, again: asked.call.expected === undefined }`,
    `return { answer, again: false }`,
    'handle-crowds.spec.ts',
  ],
  [
    'a stream that is not there exists',
    'expected.ts',
    'return revision >= 0',
    'return revision >= -1',
    'memory/contract.spec.ts',
  ],
  [
    'JSON with its keys in any order is hashed',
    'identity.ts',
    'for (const key of sorted(Object.keys(fields)))',
    'for (const key of Object.keys(fields))',
    'identity.spec.ts',
  ],
  [
    'fields are hashed without their lengths',
    'integrity/digest.ts',
    '`${Buffer.byteLength(text)}:${text}`',
    'text',
    'integrity/leaves.spec.ts',
  ],
  [
    'a leaf can pass for a node',
    'integrity/digest.ts',
    'Buffer.alloc(65, 1)',
    'Buffer.alloc(65, 0)',
    'integrity/',
  ],
  [
    'a proof is believed whatever root it leads to',
    'integrity/proofs.ts',
    `return reached === root ? proven : refuse({ _tag: 'OtherRoot', of: 'tree' })`,
    `return reached !== '' ? proven : refuse({ _tag: 'OtherRoot', of: 'tree' })`,
    'integrity/tree.spec.ts',
  ],
  [
    'a tree that was rewritten counts as grown',
    'integrity/proofs.ts',
    `if (older !== olderRoot) return refuse({ _tag: 'OtherRoot', of: 'older' })`,
    '',
    'integrity/tree.spec.ts',
  ],
])
