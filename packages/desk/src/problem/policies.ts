/**
 * Policies that stopped.
 */
import { place, say, undecodable, type Wordings } from './wording.ts'

export const policies: Wordings = {
  Undecodable: {
    code: 'DL6001',
    what: 'A policy stopped at an event that cannot be read.',
    where: (error) => `policy ${say(error['policy'])}, ${place(error)}`,
    why: ({ why }) => undecodable(why),
    mend: 'open the desk with the module that wrote the event',
  },
  Unreachable: {
    code: 'DL6002',
    what: 'A policy could not carry out an effect, because the log was away.',
    where: ({ key }) => say(key),
    why: ({ reason }) => say(reason),
    mend: 'it goes on from there when the desk is opened again',
  },
}
