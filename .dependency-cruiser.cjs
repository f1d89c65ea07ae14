/** The package diagram, as rules: dependencies point to what is imported, and nothing points up. */
const pure = '^packages/(kernel|domain|projector-[a-z0-9]+)/src'
const tests = '(samples|spec)\\.ts$|/testing/|/contract/'

/** What each package may import of the others. `docs/explanation/architecture.md` draws the same. */
const may = {
  kernel: [],
  domain: ['kernel'],
  'event-store': ['kernel'],
  'event-store-sqlite': ['kernel', 'event-store'],
  'event-store-eventstoredb': ['kernel', 'event-store'],
  notary: ['kernel', 'event-store'],
  vault: ['kernel', 'event-store'],
  wire: ['kernel', 'event-store'],
  projection: ['kernel', 'event-store'],
  'projector-[a-z0-9]+': ['kernel', 'domain', 'projection'],
  process: ['kernel', 'event-store'],
  verifier: [],
  audit: ['kernel', 'domain', 'event-store', 'event-store-sqlite', 'projection'],
  ingest: ['kernel', 'domain', 'event-store'],
  desk: '*',
  'sample-company': ['kernel', 'domain', 'desk'],
  bench: '*',
  torture: '*',
  cli: [
    'kernel',
    'domain',
    'event-store',
    'event-store-sqlite',
    'event-store-eventstoredb',
    'notary',
    'projection',
    'ingest',
    'audit',
    'desk',
    'sample-company',
    'wire',
  ],
}

const outside = Object.entries(may)
  .filter(([, allowed]) => allowed !== '*')
  .map(([name, allowed]) => ({
    name: `${name.replace('-[a-z0-9]+', '')}-imports-only-what-it-may`,
    severity: 'error',
    from: { path: `^packages/(${name})/src`, pathNot: tests },
    to: { path: '^packages/', pathNot: `^packages/(${[...allowed, '$1'].join('|')})/src` },
  }))

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the-core-is-pure',
      comment: 'kernel, domain and projectors use nothing of Node',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'projectors-see-events-only',
      severity: 'error',
      from: { path: '^packages/projector-[a-z0-9]+/src', pathNot: tests },
      to: { path: '^packages/domain/src', pathNot: '/(events|primitives)\\.ts$' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...outside,
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
}
