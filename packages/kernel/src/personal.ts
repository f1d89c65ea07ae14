/**
 * Data about a person, marked where it is declared, so that it can be sealed, shown as erased, and found again.
 *
 * `personal(codec, of)` names whose it is by the field of the same event that holds the person's (or the request's)
 * id. Until sealing exists the value passes through unchanged; the types and the `Erased` mark exist from the first
 * event on, so that every fold already knows that a name may be gone.
 */
import * as t from 'io-ts'
import { Shaped } from './codec.ts'

/** What stands where erased data stood. It carries nothing of what was there. */
export interface Erased {
  readonly $erased: true
}
export const erased: Erased = { $erased: true }

export const isErased = (u: unknown): u is Erased =>
  typeof u === 'object' && u !== null && '$erased' in u && u.$erased === true

/** Personal data as an event holds it: the value, or the mark that it is gone. */
export type Personal<A> = Erased | A

/** The value, or null once it is erased: what a read model stores. */
export const orNull = <A>(value: Personal<A> | undefined): A | null =>
  value === undefined || isErased(value) ? null : value

/** A codec that names whose data it holds. */
export class PersonalCodec<A> extends Shaped<Personal<A>> {
  readonly of: string
  /** The codec of the value itself, which is what a command must send. */
  readonly clear: t.Type<A>
  constructor(clear: t.Type<A>, of: string) {
    const is = (u: unknown): u is Personal<A> => isErased(u) || clear.is(u)
    super(clear.name, { kind: 'personal', of, clear }, is, (u, context) =>
      isErased(u) ? t.success(u) : clear.validate(u, context),
    )
    this.of = of
    this.clear = clear
  }
}

/**
 * Marks a field as personal data of the subject whose id stands in the field `of` of the same event: `'partyId'`,
 * `'contactId'`, `'agentId'`, or `'requestId'` for a text that speaks of several people.
 */
export const personal = <A>(codec: t.Type<A>, of: string): PersonalCodec<A> =>
  new PersonalCodec(codec, of)
