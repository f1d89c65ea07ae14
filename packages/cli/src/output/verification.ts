/**
 * What a verification found, for people; never a stored value.
 */
import { toIso } from '@deskledger/kernel'
import type {
  CommitFinding,
  Fault,
  Finding,
  Signatory,
  Verification,
} from '@deskledger/event-store-sqlite'
import type { AnchorFinding } from '@deskledger/event-store/integrity'
import { green, yellow } from './style.ts'
import type { Io } from './io.ts'

const n = (value: number): string => value.toLocaleString('en')

export const tellVerification = (io: Io, verification: Verification): void => {
  const { upTo, streams, types, recordedAt, chain, root, findings, signatories } = verification
  const at = recordedAt === 0 ? '' : `, recorded ${toIso(recordedAt)}`
  const lines = [
    `log     ${n(upTo.events)} events in ${n(upTo.commitNo)} commits, ${n(streams)} streams, ${n(types)} types`,
    `tip     commit ${upTo.commitNo}, position ${upTo.position}${at}`,
    `chain   ${chain}`,
    `root    ${root}`,
    ...signatories.map((each) => `key     ${signatureOf(each)}`),
    ...findings.map((finding) => `${yellow('LOOK')}    ${sentence(finding)}`),
    ...unlisted(verification),
    ...ending(verification),
  ]
  io.out(`${lines.join('\n')}\n`)
}

export const signatureOf = ({ keyId, known, checkpoints, treeSize }: Signatory): string =>
  `${keyId} signed ${n(checkpoints)} of the checkpoints kept here, the last at ${n(treeSize)} commits` +
  (known === 'given' ? '' : '; only the log itself announces it: give it with --key')

const unlisted = ({ findings, findingsCount }: Verification): ReadonlyArray<string> =>
  findingsCount > findings.length ? [`${n(findingsCount - findings.length)} more findings`] : []

const ending = (verification: Verification): ReadonlyArray<string> => {
  const { findingsCount, isComplete, notChecked } = verification
  const open = notChecked.flatMap((each) => (each._tag === 'SignaturesOfCheckpoints' ? [] : [each]))
  const after = open[0]?.afterCommit ?? 0
  return [
    ...(isComplete ? [] : [`${yellow('ended')}   before the end of the log`]),
    ...(findingsCount > 0 ? [] : [`${green('ok')}      nothing is wrong with what was checked`]),
    ...(open.length < notChecked.length
      ? ['signatures of checkpoints were not checked: give the key with --key']
      : []),
    ...(open.length === 0
      ? []
      : [
          `not checked: truncation of the tail, whole rewrite${after === 0 ? '' : ` after commit ${after}`}`,
        ]),
  ]
}

const faults: Readonly<Record<Fault, string>> = {
  CommitMissing: 'the commit is missing',
  CommitAltered: 'the commit was altered: its chain does not follow',
  PositionsBroken: 'its positions do not go on from the commit before',
  TimeReversed: 'it was recorded before the commit before',
  EventsAltered: 'its events were altered: they are not those that its root was made of',
  EventMissing: 'an event is missing',
  EventMisplaced: 'an event stands in another commit than its own',
  RevisionBroken: 'an event is not the next one of its stream',
  CommandAltered: 'the row of a command was altered',
  NameMissing: 'the name of a stream or a type is missing',
  Unreadable: 'SQLite cannot read a row of it',
}

export const sentence = (finding: Finding): string => {
  if ('throughCommit' in finding) return `${commitsOf(finding)}: ${faults[finding._tag]}`
  switch (finding._tag) {
    case 'NotALog':
      return `the file is no log: it is ${finding.found}`
    case 'TableUnreadable':
      return `SQLite cannot read ${finding.table}: ${finding.code}`
    case 'SchemaAltered':
      return `${finding.name} is not as it is made, or too many, or missing`
    case 'ForeignRow':
      return `${finding.table} holds a row that no event accounts for: ${finding.key}`
    case 'CheckpointRefused':
    case 'LogRewritten':
    case 'LogTruncated':
      return anchorSentence(finding)
    case 'ResumedOnAnotherLog':
      return `the log up to commit ${finding.commit} is not the one that was verified before`
  }
}

export const anchorSentence = (finding: AnchorFinding): string => {
  switch (finding._tag) {
    case 'CheckpointRefused':
      return `the checkpoint of ${finding.treeSize} commits in the file is refused: ${finding.why}`
    case 'LogRewritten':
      return `the log is not the one that was signed at ${finding.treeSize} commits (${finding.by})`
    case 'LogTruncated':
      return `the tail was cut off: ${finding.treeSize} commits were signed, ${finding.found} are there (${finding.by})`
  }
}

const commitsOf = ({ commit, throughCommit, position }: CommitFinding): string => {
  const commits =
    commit === throughCommit ? `commit ${commit}` : `commits ${commit}–${throughCommit}`
  return position === undefined ? commits : `${commits}, position ${position}`
}
