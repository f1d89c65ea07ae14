/**
 * An open read model in a schema: who may write it, and batches that are folded into it.
 *
 * A batch is one transaction: it locks the checkpoint, passes over what was folded before, folds the
 * rest, writes the rows and moves the checkpoint, or does nothing at all. Whoever lost the lease
 * finds another holder or epoch there and writes nothing, however long the process was away. One that
 * stops in the middle of a batch is cut off by the server when its lease is over, so that its locks
 * do not keep the next holder waiting.
 */
import { hostname } from 'node:os'
import { randomUUID } from 'node:crypto'
import type { Advance, Checkpoint, Unread } from '../checkpoint.ts'
import { batch } from '../engine/batch.ts'
import type { Plan } from '../engine/plan.ts'
import { driveLater } from '../engine/sink.ts'
import { released, taken } from '../lease.ts'
import { reasonOf } from '../parking.ts'
import { quoted } from '../sqlite/ddl.ts'
import type { AnyEvent } from '../table.ts'
import {
  behind,
  renewed,
  settledBy,
  unfolded,
  type Outcome,
  type WritableViews,
} from '../writable.ts'
import { checkpointRow, type Read } from './checkpoint-row.ts'
import { isAbsent, problemOf, withoutValues } from './errors.ts'
import { inTransaction, onConnection, type Connection, type PostgresServer } from './server.ts'
import { postgresSink } from './sink.ts'

export interface Holding {
  readonly holder: string
  /** For how long a holder that says nothing is believed to be alive, in milliseconds. */
  readonly leaseMs: number
  readonly fingerprint: string
  /** Milliseconds since 1970; the server's clock unless told. For specs: nodes must share one. */
  readonly clock?: () => number
}

export interface ViewsSchema extends WritableViews {
  readonly checkpoint: () => Promise<Checkpoint>
  readonly take: () => Promise<boolean>
  readonly fold: (events: ReadonlyArray<AnyEvent>, advance: Advance) => Promise<Outcome>
  readonly release: () => Promise<void>
  /** Whether the lease was this one's when it was last heard of, and cannot be over yet. */
  readonly leads: () => boolean
  readonly close: () => void
}

/** A name that no other holder has had; no process can be told from it, since others share no machine. */
export const newHolder = (): string => `${hostname()}:${process.pid}:${randomUUID()}`

/** A node may be busy for a moment between two statements, in milliseconds. */
const leastCutOffMs = 1_000

export const viewsSchema = (
  server: PostgresServer,
  schema: string,
  plan: Plan,
  { holder, leaseMs, fingerprint, clock }: Holding,
): ViewsSchema => {
  const row = checkpointRow(schema)
  const sink = postgresSink(schema, plan)
  const park = `INSERT INTO ${quoted(schema)}.projection_parked VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`
  const cutOffMs = Math.ceil(Math.max(leaseMs, leastCutOffMs))
  const begin = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${cutOffMs}`
  let epoch = -1
  let isOpen = true
  let leadsUntil = -Infinity

  /** What is said to be over, or to belong to other projectors, is no longer this read model. */
  const attempt = async <A>(work: () => Promise<A>, gone: A): Promise<A> => {
    try {
      return await work()
    } catch (error) {
      if (isAbsent(error)) {
        isOpen = false
        return gone
      }
      throw problemOf(error) ?? withoutValues(error)
    }
  }
  const isOurs = ({ known }: Read): boolean => known.fingerprint === fingerprint
  const timed = (read: Read): Read => (clock === undefined ? read : { ...read, now: clock() })
  const led = (): void => {
    leadsUntil = performance.now() + leaseMs
  }

  const takeOn = async (connection: Connection): Promise<boolean> => {
    const read = timed(await row.read(connection))
    if (!isOurs(read)) {
      isOpen = false
      return false
    }
    const next = taken(read.known, holder, { clock: () => read.now, leaseMs })
    if (next === undefined || !(await row.swap(connection, read.known, next))) return false
    epoch = next.epoch
    led()
    return true
  }

  const foldOn = async (
    connection: Connection,
    events: ReadonlyArray<AnyEvent>,
    advance: Advance,
  ): Promise<Outcome> => {
    const read = timed(await row.lock(connection))
    if (!isOurs(read)) return 'moved'
    const { known, now } = read
    const settled = settledBy(known, { holder, epoch }, advance)
    if (settled !== undefined) return settled
    await driveLater(batch(plan, behind(events, known.position)), sink(connection))
    const rest = unfolded(known, advance)
    for (const unread of rest.parked) await parkOn(connection, unread)
    if (await row.swap(connection, known, renewed(known, rest, now, leaseMs))) return 'folded'
    throw new Error('the checkpoint changed within a transaction')
  }

  const parkOn = async (connection: Connection, unread: Unread): Promise<void> => {
    const { position, stream, revision, why } = unread
    const values = [position, stream, revision, why.type, reasonOf(why)]
    await connection.query({ text: park, values })
  }

  const fold = async (events: ReadonlyArray<AnyEvent>, advance: Advance): Promise<Outcome> => {
    if (!isOpen) return 'moved'
    const outcome = await attempt<Outcome>(
      () => inTransaction(server, 'write', (to) => foldOn(to, events, advance), begin),
      'moved',
    )
    if (outcome === 'moved') isOpen = false
    if (outcome === 'folded') led()
    if (outcome === 'lost') leadsUntil = -Infinity
    return outcome
  }

  const letGo = async (connection: Connection): Promise<void> => {
    const { known } = await row.read(connection)
    if (known.holder === holder) await row.swap(connection, known, released(known))
  }

  return {
    checkpoint: async () => {
      const read = () => onConnection(server, 'write', row.read)
      const found = await attempt<Read | undefined>(read, undefined)
      if (found === undefined) throw new Error(`${schema} holds no read model any more`)
      return found.known
    },
    isInPlace: () => isOpen,
    take: () => attempt(() => onConnection(server, 'write', takeOn), false),
    fold,
    release: async () => {
      leadsUntil = -Infinity
      // A server that does not answer: whoever comes next waits until the lease is over.
      await onConnection(server, 'write', letGo).catch(() => undefined)
    },
    leads: () => isOpen && performance.now() < leadsUntil,
    close: () => {
      isOpen = false
    },
  }
}
