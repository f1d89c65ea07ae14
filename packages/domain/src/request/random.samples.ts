/**
 * Commands to a request at random, for the laws.
 */
import { anyCommand, id } from '@deskledger/kernel/testing'
import type * as fc from 'fast-check'
import { decider, type Command } from './index.ts'
import { fault, matrix } from './samples.ts'

/** Most tasks depend on none, or hardly any would ever be created. */
const withFewDependencies = (command: Command): Command => {
  if (command.type !== 'CreateTask') return command
  const dependsOn = command.data.dependsOn.slice(0, command.data.taskId === id(2) ? 1 : 0)
  return { ...command, data: { ...command.data, dependsOn } }
}

/**
 * Commands of every type, so weighted that random histories go all the way and back. The stages are
 * words that random keys consist of, so that some of them are entered.
 */
export const anyAsked: fc.Arbitrary<Command> = anyCommand<Command>(decider, {
  factsOf: () => ({ caseType: { ...fault, stages: ['boiler', 'engineers'] }, matrix }),
  weights: {
    AcceptRequest: 8,
    SetWaiting: 4,
    Resume: 4,
    CreateTask: 5,
    AssignTask: 12,
    TransferTask: 20,
    CompleteTask: 6,
    ProposeSolution: 12,
    RejectSolution: 2,
    CloseRequest: 8,
    ReopenRequest: 6,
    RecordActivity: 5,
    WithdrawActivities: 8,
  },
}).map(withFewDependencies)
