/**
 * Moving a desk from a folder to a cluster, or back.
 */
import { failureOf } from '../failure.ts'
import { say, type Fields, type Wordings } from './wording.ts'

const at = ({ stream, revision }: Fields): string =>
  `stream ${say(stream)}, revision ${say(revision)}`

const again = 'run the same command again: it goes on where it was'

/** Why something else failed: its tag, and what the system said, never a value. */
const because = ({ cause }: Fields): string => {
  const { _tag, cause: inner } = cause as { readonly _tag: string; readonly cause?: unknown }
  const { message } = failureOf(inner)
  const tag = typeof inner === 'object' && inner !== null ? Reflect.get(inner, '_tag') : undefined
  return [_tag, say(tag), message].filter((part) => part !== '').join(': ')
}

const soFar = ({ events }: Fields): string =>
  events === undefined ? '' : `; ${say(events)} events are there`

export const migration: Wordings = {
  TargetDiffers: {
    code: 'DL7201',
    what: 'What stands at the target is not the beginning of this desk.',
    where: at,
    why: ({ field }) => `there is another ${say(field)}; nothing was written`,
    mend: 'name a place that holds nothing: another folder, another --prefix, an empty server',
  },
  TargetAhead: {
    code: 'DL7202',
    what: 'The target holds more than is to be copied.',
    where: at,
    why: () => 'it has gone on by itself since it was copied; nothing was written',
    mend: 'copy the other way round, or name a place that holds nothing',
  },
  TargetForeign: {
    code: 'DL7203',
    what: 'The target is another desk’s.',
    where: ({ place }) => say(place),
    why: ({ found }) => `it belongs to the desk ${say(found)}; nothing was written`,
    mend: 'name a place that holds nothing',
  },
  SourceDamaged: {
    code: 'DL7204',
    what: 'The log is damaged.',
    where: ({ file }) => say(file),
    why: ({ findings }) => `computing its hashes again found ${say(findings)} faults`,
    mend: 'see which: deskledger audit verify; restore a backup, and copy that',
  },
  NothingToMove: {
    code: 'DL7205',
    what: 'There is no desk to copy.',
    where: ({ place }) => say(place),
    why: () => 'its log holds nothing, or its keys are not there',
    mend: 'check --from; of a cluster also --prefix and --folder, where the keys are',
  },
  TargetFull: {
    code: 'DL7206',
    what: 'The disk of the target is full.',
    why: (error) => `there is no room for the rest${soFar(error)}`,
    mend: `make room, then ${again}`,
  },
  MigrationStopped: {
    code: 'DL7207',
    what: 'Copying was interrupted.',
    where: ({ during }) => say(during),
    why: (error) => `${because(error)}${soFar(error)}`,
    mend: `see that both sides answer, then ${again}`,
  },
  AppendNotTaken: {
    code: 'DL7208',
    what: 'The target cannot hold a part of the log.',
    where: ({ stream }) => `stream ${say(stream)}`,
    why: (error) => `an append is ${say(error['reason'])} for it${soFar(error)}`,
    mend: 'tooLarge: raise MaxAppendSize of the server; malformed: a name begins with $, which is the server’s own: name a --prefix',
  },
  Diverged: {
    code: 'DL7209',
    what: 'Somebody else writes to the target.',
    where: at,
    why: () => 'something else stands there than was to be copied',
    mend: 'end whoever writes there, empty the target, and begin anew',
  },
  OrderLost: {
    code: 'DL7210',
    what: 'The target has lost the order of the log.',
    where: at,
    why: () => 'an append was lost on its way and the next one was not',
    mend: 'empty the target, or name another --prefix, and begin anew',
  },
  TimeReversed: {
    code: 'DL7211',
    what: 'The times of recording fall, which a log in a file does not take.',
    where: at,
    why: () =>
      'nodes of the cluster had clocks that differ, and this was recorded before the one before it',
    mend: 'keep the desk on the cluster; a log in a file promises that times never fall',
  },
  SourceNeverLevel: {
    code: 'DL7212',
    what: 'The source grows faster than it is copied.',
    why: ({ rounds }) => `it had grown each of ${say(rounds)} times`,
    mend: `end what writes to it, then ${again}`,
  },
  DeskOnItsWay: {
    code: 'DL7213',
    what: 'A desk is being copied into this folder, and not all of it is here.',
    where: ({ folder }) => say(folder),
    why: () => 'deskledger migrate was interrupted',
    mend: `${again}; or remove what is in the folder`,
  },
}
