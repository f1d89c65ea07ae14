// The order of the specs: those that take long begin first, so that no worker is left alone with one at the end.
import Sequencer from '@jest/test-sequencer'

/** By measured time, longest first; a new long spec is added where it belongs. */
const long = [
  'sample-company/src/year.long.spec.ts',
  'torture/src/torture.long.spec.ts',
  'sample-company/src/postgres.long.spec.ts',
  'projection/src/postgres/contract.long.spec.ts',
  'event-store-eventstoredb/src/faults.long.spec.ts',
  'quickstart/src/installed/installed.long.spec.ts',
  'event-store-eventstoredb/src/kurrent.long.spec.ts',
  'event-store-eventstoredb/src/contract.long.spec.ts',
  'ingest/src/import/memory.long.spec.ts',
  'desk/src/erasing-killed.long.spec.ts',
  'sample-company/src/building/kill.long.spec.ts',
  'handbook/src/handbook.spec.ts',
  'sample-company/src/rebuild.long.spec.ts',
  'cli/src/bin.spec.ts',
]

const placeOf = ({ path }) => {
  const place = long.findIndex((end) => path.replaceAll('\\', '/').endsWith(end))
  return place === -1 ? long.length : place
}

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => placeOf(a) - placeOf(b))
  }
}
