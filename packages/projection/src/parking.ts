/**
 * What is kept of an event that could not be read: what was expected where, and never a value.
 */
import { describeIssues, type Undecodable } from '@deskledger/kernel'

export const reasonOf = (why: Undecodable): string => {
  switch (why._tag) {
    case 'UnknownType':
      return 'UnknownType'
    case 'NewerSchema':
      return `NewerSchema: version ${why.version}, known up to ${why.known}`
    case 'Malformed':
      return `Malformed: ${describeIssues(why.issues)}`
  }
}
