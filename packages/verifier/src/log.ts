/**
 * A log as text, gone through once: commits and their events side by side, every hash made anew.
 */
import { grow, growing, rootOf, type Growing } from './hashes.ts'
import { linesOf, parsed } from './reading.ts'
import type { Gathering } from './report.ts'
import { requests, type Requests } from './requests.ts'
import {
  commitChain,
  deskChain,
  eventLeaf,
  isCommit,
  isEvent,
  type CommitRecord,
  type EventRecord,
} from './shapes.ts'

export interface Gone {
  readonly commits: number
  readonly events: number
  readonly chain: string
  readonly root: string
  readonly requests: Requests
}

export interface Going {
  readonly desk: string
  readonly commitsFile: string
  readonly eventsFile: string
  readonly told: Gathering
  /** Told of the tree after each commit. */
  readonly onCommit: (tree: Growing) => void
}

/** Goes as far as the lines can be read. */
export const goThrough = ({ desk, commitsFile, eventsFile, told, onCommit }: Going): Gone => {
  const { find } = told
  const events = linesOf(eventsFile)
  const tree = growing()
  const folded = requests()
  const revisions = new Map<string, number>()
  let [position, recordedAt, chain] = [0, -Infinity, deskChain(desk)]

  const judgeEvent = (event: EventRecord, commit: CommitRecord): void => {
    const where = `commit ${commit.commitNo}, position ${position}`
    if (event.position !== position || event.commitNo !== commit.commitNo)
      find('an event is missing or out of its place', where)
    if (event.recordedAt !== commit.recordedAt)
      find('an event has not the time of its commit', where)
    const expected = revisions.get(event.stream) ?? 0
    if (event.revision !== expected) find('an event is not the next of its stream', where)
    revisions.set(event.stream, event.revision + 1)
    folded.see(event, parsed(event.data))
  }

  /** The root over the events of a commit; none where a line is no event. */
  const eventsRootOf = (commit: CommitRecord): string | undefined => {
    const leaves = growing()
    while (position < commit.lastPosition) {
      const line = events.next()
      const event = line.done === true ? undefined : parsed(line.value)
      if (!isEvent(event)) return undefined
      position += 1
      judgeEvent(event, commit)
      grow(leaves, eventLeaf(desk, event))
    }
    return rootOf(leaves)
  }

  const judge = (commit: CommitRecord): void => {
    const where = `commit ${commit.commitNo}`
    if (commit.commitNo !== tree.size + 1) find('a commit is missing or out of its place', where)
    if (commit.firstPosition !== position + 1 || commit.lastPosition < commit.firstPosition)
      find('it does not begin where the one before ends', where)
    if (commit.recordedAt < recordedAt) find('it was recorded before the one before', where)
    if (eventsRootOf(commit) !== commit.eventsRoot)
      find('its events are not those that were recorded', where)
    const follows = commitChain(chain, commit)
    if (follows !== commit.chain) find('its chain does not follow from the one before', where)
    recordedAt = commit.recordedAt
    chain = commit.chain
    grow(tree, chain)
    onCommit(tree)
  }

  onCommit(tree)
  for (const line of linesOf(commitsFile)) {
    const commit = parsed(line)
    if (isCommit(commit)) judge(commit)
    else find('a line is not a commit', `commits.ndjson, line ${tree.size + 1}`)
  }
  if (events.next().done !== true) find('there are events that no commit holds', 'events.ndjson')
  return { commits: tree.size, events: position, chain, root: rootOf(tree), requests: folded }
}
