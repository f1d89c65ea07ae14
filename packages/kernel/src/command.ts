/**
 * Commands: a wish in the words of the events that would grant it.
 *
 * A caller sends `{ type, data, at? }`. Before a decider sees it, the handler has decoded it, put the time, the actor
 * and the facts beside it: what a rule needs is in its arguments, so that a decision reads no clock and no table.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { record, type AnyRecord, type Flat, type Plain, type RecordCodec } from './codec.ts'
import { PersonalCodec, type Erased } from './personal.ts'
import { Instant, type Actor } from './primitives.ts'
import { issuesOf, type Issue } from './report.ts'

/** A command as a decider sees it. */
export interface Command<Type extends string = string, Data = unknown, Facts = unknown> {
  readonly type: Type
  readonly data: Data
  /** When it happened: as the sender said, else the clock's time. */
  readonly at: Instant
  readonly actor: Actor
  /** What the rules need to know of the house: definitions with their versions, settings, entitlements. */
  readonly facts: Facts
}

/** A command as a caller sends it: plain values that nothing has looked at yet. */
export type Sent<C extends Command> = C extends Command
  ? { readonly type: C['type']; readonly data: Plain<C['data']>; readonly at?: number }
  : never

/** A command of the right form: a known type, data that fits, no field that is not known. */
export type Decoded<C extends Command> = C extends Command
  ? { readonly type: C['type']; readonly data: C['data']; readonly at?: Instant }
  : never

/** The codecs of a decider's commands by type; each is that of the command's data. */
export type CommandCodecs = Readonly<Record<string, AnyRecord>>

/** The union of the commands that `Codecs` decode. */
export type CommandOf<Codecs extends CommandCodecs> = {
  readonly [Type in keyof Codecs & string]: Command<Type, t.TypeOf<Codecs[Type]>>
}[keyof Codecs & string]

/** The same commands, those named in `Needs` with the facts that they need. */
export type Given<C extends Command, Needs extends { readonly [Type in C['type']]?: unknown }> = {
  readonly [Type in C['type']]: Command<
    Type,
    Extract<C, { readonly type: Type }>['data'],
    Type extends keyof Needs ? Needs[Type] : unknown
  >
}[C['type']]

/** The value without the mark of erasure: what a command must send where its event holds personal data. */
export type Clear<A> = { readonly [K in keyof A]: Exclude<A[K], Erased> }

type ClearProps<Props extends t.Props> = {
  readonly [K in keyof Props]: Props[K] extends PersonalCodec<infer A> ? t.Type<A> : Props[K]
}

/** Fields that the handler stamps and a caller never sends. */
type Stamped = 'at' | 'by'

/**
 * The command codec that goes with an event: its fields with personal data in the clear, without `at` and `by`, which
 * the handler and the decision stamp. `except` leaves out fields that the decision adds; `required` and `optional` are
 * fields that only the command has.
 */
export const asking = <
  Required extends t.Props,
  Optional extends t.Props,
  const Except extends keyof Required | keyof Optional = never,
  MoreRequired extends t.Props = Record<never, never>,
  MoreOptional extends t.Props = Record<never, never>,
>(
  event: { readonly type: string; readonly data: RecordCodec<Required, Optional> },
  changes: {
    readonly except?: ReadonlyArray<Except>
    readonly required?: MoreRequired
    readonly optional?: MoreOptional
  } = {},
): RecordCodec<
  Flat<Omit<ClearProps<Required>, Stamped | Except> & MoreRequired>,
  Flat<Omit<ClearProps<Optional>, Stamped | Except> & MoreOptional>
> => {
  const without = new Set<PropertyKey>(['at', 'by', ...(changes.except ?? [])])
  const clear = (props: t.Props): t.Props =>
    Object.fromEntries(
      Object.entries(props)
        .filter(([key]) => !without.has(key))
        .map(([key, codec]) => [key, codec instanceof PersonalCodec ? codec.clear : codec]),
    )
  const { required, optional } = event.data
  return record(
    { ...clear(required), ...changes.required },
    { ...clear(optional), ...changes.optional },
    `data of ${event.type}`,
  ) as never
}

/** Why a command was not even looked at. Names path and expectation, never a value. */
export type InvalidCommand =
  | {
      readonly _tag: 'UnknownCommand'
      readonly type: string
      readonly known: ReadonlyArray<string>
    }
  | {
      readonly _tag: 'InvalidCommand'
      readonly type: string
      readonly issues: ReadonlyArray<Issue>
    }

/** Whether what was sent has the form of a command; if not, every reason why. */
export const decodeCommand = <Codecs extends CommandCodecs>(
  codecs: Codecs,
  u: { readonly type: string; readonly data: unknown; readonly at?: unknown },
): E.Either<InvalidCommand, Decoded<CommandOf<Codecs>>> => {
  const codec = Object.hasOwn(codecs, u.type) ? codecs[u.type] : undefined
  if (codec === undefined)
    return E.left({ _tag: 'UnknownCommand', type: u.type, known: Object.keys(codecs) })
  if (codec.is(u.data) && (u.at === undefined || Instant.is(u.at))) return E.right(u as never)
  const issues = [
    ...issuesOf(codec, u.data).map(({ path, expected }) => ({
      path: path === '' ? 'data' : `data.${path}`,
      expected,
    })),
    ...(u.at === undefined
      ? []
      : issuesOf(Instant, u.at).map((issue) => ({ ...issue, path: 'at' }))),
  ]
  return E.left({ _tag: 'InvalidCommand', type: u.type, issues })
}
