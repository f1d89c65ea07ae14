/**
 * strace: sees every system call of a process on some files, and makes some of them fail.
 */
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'

let found: boolean | undefined

/** Whether it is there and may trace; in some containers it may not. */
export const hasStrace = (): boolean =>
  (found ??=
    process.platform === 'linux' &&
    spawnSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0)

/** Why attacks that need it are left out. */
export const withoutStrace = 'strace is not here or may not trace: apt-get install strace'

/** What changes files or makes changes last. */
const changing = 'pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink,openat'

/** The files that SQLite keeps for a database. */
export const filesOf = (database: string): ReadonlyArray<string> =>
  ['', '-wal', '-journal'].map((end) => `${database}${end}`)

export interface Tracing {
  /** Where the calls are written down. */
  readonly trace: string
  /** The databases whose files are looked at; all in one folder. */
  readonly databases: ReadonlyArray<string>
  /** The file that the actor says its lines into: what it says stands among what it writes. */
  readonly said: string
}

/** Writes down every change with its bytes. The `-xx` spells all strings as `\x00`. */
export const recording = ({ trace, databases, said }: Tracing): ReadonlyArray<string> => [
  ...tracing(trace),
  '-xx',
  '-s',
  '1048576',
  '-e',
  `trace=${changing}`,
  ...[...databases.map(dirname), said, ...databases.flatMap(filesOf)].flatMap((path) => [
    '-P',
    path,
  ]),
]

export interface Fault {
  readonly call: 'pwrite64' | 'fsync' | 'ftruncate'
  readonly error: 'EIO' | 'ENOSPC' | 'EINTR'
  /** Which instance fails, from 1. */
  readonly when: string
}

/** Lets a call on the database's files fail, and writes down what is called and said. */
export const injecting = (
  { trace, databases, said }: Tracing,
  { call, error, when }: Fault,
): ReadonlyArray<string> => [
  ...tracing(trace),
  '-s',
  '100',
  '-e',
  `trace=${changing}`,
  '-e',
  `inject=${call}:error=${error}:when=${when}`,
  ...[said, ...databases.flatMap(filesOf)].flatMap((path) => ['-P', path]),
]

const tracing = (trace: string): ReadonlyArray<string> => [
  'strace',
  '--seccomp-bpf',
  '-f',
  '-y',
  '-qq',
  '-o',
  trace,
]
