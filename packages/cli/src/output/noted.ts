/**
 * What a notary found, for people; never a stored value.
 */
import { toIso } from '@deskledger/kernel'
import type { Finding, NotaryVerification, Run } from '@deskledger/notary'
import { green, yellow } from './style.ts'
import type { Io } from './io.ts'
import { anchorSentence, signatureOf } from './verification.ts'

const n = (value: number): string => value.toLocaleString('en')

export const tellNoted = (io: Io, verification: NotaryVerification): void => {
  const { commits, events, place, recordedAt, chain, root, signatories } = verification
  const at = recordedAt === 0 ? '' : `, recorded ${toIso(recordedAt)}`
  const lines = [
    `log     ${n(events)} events in ${n(commits)} commits were noted and read again`,
    `tip     commit ${commits}, position ${events}, at ${place} of the log${at}`,
    `chain   ${chain}`,
    `root    ${root}`,
    ...signatories.map((each) => `key     ${signatureOf(each)}`),
    ...findingLines(verification.findings),
    ...ending(verification),
  ]
  io.out(`${lines.join('\n')}\n`)
}

export const findingLines = (findings: ReadonlyArray<Finding>): ReadonlyArray<string> =>
  findings.map((finding) => `${yellow('LOOK')}    ${sentence(finding)}`)

const ending = (verification: NotaryVerification): ReadonlyArray<string> => {
  const { findings, findingsCount, isComplete, notChecked } = verification
  const afterCommit = notChecked.flatMap((each) =>
    'afterCommit' in each ? [each.afterCommit] : [],
  )
  const late = notChecked.flatMap((each) => ('events' in each ? [each.events] : []))
  const isUnsigned = notChecked.some(({ _tag }) => _tag === 'SignaturesOfCheckpoints')
  const isUnasked = notChecked.some(({ _tag }) => _tag === 'StreamsUnasked')
  const [after] = afterCommit
  return [
    ...(findingsCount > findings.length
      ? [`${n(findingsCount - findings.length)} more findings`]
      : []),
    ...(isComplete ? [] : [`${yellow('ended')}   before the end of the log`]),
    ...(findingsCount > 0 ? [] : [`${green('ok')}      nothing is wrong with what was checked`]),
    ...late.map((events) => `${n(events)} events of the log are not noted yet`),
    ...(isUnsigned ? ['signatures of checkpoints were not checked: give the key with --key'] : []),
    ...(isUnasked ? ['not checked: whether each stream shows all that the log has of it'] : []),
    'not checked: what was changed before it was noted',
    ...(after === undefined
      ? []
      : [`not checked: a rewrite of log and notary${after === 0 ? '' : ` after commit ${after}`}`]),
  ]
}

const parts = {
  stream: 'another stream',
  revision: 'another revision',
  type: 'another type',
  content: 'another content',
} as const

export const sentence = (finding: Finding): string => {
  switch (finding._tag) {
    case 'EventAltered':
      return `${runOf(finding)}: altered, it has ${finding.parts.map((part) => parts[part]).join(', ')}`
    case 'EventRemoved':
      return `${runOf(finding)}: not in the log any more`
    case 'EventMoved':
      return `${runOf(finding)}: stands at ${finding.to} of the log now`
    case 'EventInserted':
      return `after position ${finding.afterPosition}: ${n(finding.events)} events were put in, the first at ${finding.place} of the log`
    case 'StreamTruncated':
      return `${runOf(finding)}: the beginning of stream ${finding.stream} is gone, ${n(finding.events)} events`
    case 'StreamRemoved':
      return `${runOf(finding)}: stream ${finding.stream} is gone, ${n(finding.events)} events`
    case 'StreamHidden':
      return `stream ${finding.stream} shows ${finding.from === undefined ? 'nothing' : `only what begins at revision ${finding.from}`}: deleted or truncated, and not scavenged yet`
    case 'StreamBroken':
      return `stream ${finding.stream}: ${n(finding.missing)} events had been taken out before it was noted`
    case 'TailRemoved':
      return `${runOf(finding)}: the log ends before them`
    case 'LogReplaced':
      return `after position ${finding.afterPosition}: another log, restored or forked; ${n(finding.noted)} noted events are gone, ${n(finding.found)} others stand there`
    case 'LogUnreadable':
      return `after position ${finding.afterPosition}: the log cannot be read on`
    case 'AppendGrown':
      return `at ${finding.place} of the log: an append that had been noted goes on there`
    case 'NotedAltered':
      return `the notary's file, commit ${finding.commit}: ${finding.part === 'commit' ? 'its chain does not follow' : 'its events are not those that its root was made of'}`
    case 'NotedMissing':
      return `the notary's file: commit ${finding.commit} is missing`
    case 'NotedForeign':
      return `the notary's file: position ${finding.position} is of no commit`
    case 'NotarySchemaAltered':
      return `the notary's file: ${finding.name} is not as it is made, or too many, or missing`
    case 'NotaryUnreadable':
      return `the notary's file cannot be read after commit ${finding.afterCommit}: ${finding.code}`
    case 'CheckpointRefused':
    case 'LogRewritten':
    case 'LogTruncated':
      return anchorSentence(finding)
  }
}

const runOf = ({ position, throughPosition, place }: Run): string => {
  const positions =
    position === throughPosition
      ? `position ${position}`
      : `positions ${position}–${throughPosition}`
  return place === position ? positions : `${positions} (at ${place} of the log)`
}
