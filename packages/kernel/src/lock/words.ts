/**
 * A break in words: which type, which field, what broke, and what mends it.
 */
import type { Break } from './lock.ts'
import type { Range } from './narrowing.ts'

/** `PartyRegistered, version 1, kind: the values household are gone. Mend it: …` */
export const describeBreak = ({ type, version, path, what }: Break): string => {
  const where = [type, `version ${version}`, ...(path === '' ? [] : [path])].join(', ')
  return `${where}: ${wordsFor(what)}. Mend it: ${remedyFor(type, what)}.`
}

const wordsFor = (what: Break['what']): string => {
  switch (what._tag) {
    case 'TypeRemoved':
      return 'the type is not declared any more, but events of it are stored'
    case 'VersionLowered':
      return `the code only knows version ${what.to}, but events of this one are stored`
    case 'FieldRemoved':
      return 'the field is gone, and what is stored there would be dropped'
    case 'FieldRequired':
      return what.was === 'absent'
        ? 'the field is new and required, and stored events lack it'
        : 'the field was optional and is required now, and stored events may lack it'
    case 'KindChanged':
      return `it was of kind ${what.from} and is of kind ${what.to} now`
    case 'ValuesRemoved':
      return `stored events may hold what is not among the choices any more: ${what.values.join(', ')}`
    case 'RangeNarrowed':
      return `it was ${rangeIn(what.from)} and is only ${rangeIn(what.to)} now`
    case 'FormChanged':
      return 'the form of the text has changed, and stored texts may not have the new one'
    case 'SubjectChanged':
      return `it was personal data of ${what.from} and is of ${what.to} now, but is sealed as it was`
    case 'CodecChanged':
      return `it was ${what.from} and is ${what.to} now`
  }
}

const rangeIn = ({ min, max }: Range): string => `from ${min} to ${max}`

const remedyFor = (type: string, { _tag }: Break['what']): string => {
  switch (_tag) {
    case 'TypeRemoved':
      return `declare ${type} again; a type that is written no more is still read`
    case 'VersionLowered':
      return `give ${type} its upcasters back`
    case 'FieldRequired':
      return `add the field as an optional one, or give ${type} an upcaster, which raises its version`
    case 'FieldRemoved':
    case 'KindChanged':
    case 'ValuesRemoved':
    case 'RangeNarrowed':
    case 'FormChanged':
    case 'SubjectChanged':
    case 'CodecChanged':
      return `leave it as it was, or give ${type} an upcaster, which raises its version`
  }
}
