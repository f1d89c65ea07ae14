/**
 * The names under which a desk tells how it is: what is documented is what is told.
 */
export interface Instrument {
  readonly name: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly unit: string
  readonly description: string
  /** Beside `deskledger.desk`, the desk's random id. */
  readonly attributes: ReadonlyArray<string>
}

export const instruments = {
  leads: {
    name: 'deskledger.leads',
    kind: 'gauge',
    unit: '1',
    description: '1 where this process writes the read models and lets policies react, else 0',
    attributes: [],
  },
  lag: {
    name: 'deskledger.views.lag',
    kind: 'gauge',
    unit: '{position}',
    description:
      'how many positions of the log the read models are behind; bytes on a server of EventStoreDB',
    attributes: [],
  },
  lagTime: {
    name: 'deskledger.views.lag.time',
    kind: 'gauge',
    unit: 's',
    description: 'how long ago the oldest event was recorded that is not folded yet; 0 if level',
    attributes: [],
  },
  folded: {
    name: 'deskledger.views.folded',
    kind: 'counter',
    unit: '{event}',
    description: 'events that this process has folded into the read models',
    attributes: [],
  },
  append: {
    name: 'deskledger.append.duration',
    kind: 'histogram',
    unit: 's',
    description: 'how long the log took to take the events of one command',
    attributes: ['error.type'],
  },
  policyErrors: {
    name: 'deskledger.policy.errors',
    kind: 'counter',
    unit: '{error}',
    description: 'how often a policy stopped; it begins again where that may help',
    attributes: ['deskledger.policy', 'error.type'],
  },
  parked: {
    name: 'deskledger.policy.parked',
    kind: 'gauge',
    unit: '{effect}',
    description: 'effects of a policy that could not be decided and wait for somebody',
    attributes: ['deskledger.policy'],
  },
} as const satisfies Readonly<Record<string, Instrument>>

/** The span around each command, and what it carries. */
export const commandSpan = {
  name: 'send COMMAND',
  attributes: {
    'deskledger.desk': 'the desk’s random id',
    'deskledger.command': 'the type of the command; `unknown` if no module knows it',
    'deskledger.outcome': '`written`, `nothing` if it was so already, or `refused`',
    'error.type': 'where it was refused: the tag of the refusal or error',
  },
} as const
