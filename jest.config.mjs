// Every package is ESM and its specs stand beside its source; swc strips the types, the compiler checks them.
//
// What takes long by its nature (whole servers, thousands of faults) is `*.long.spec.ts`: run by the build server, and by
// whoever sets DESKLEDGER_TESTS=all or names such a file.
const isNamed = process.argv.some((arg) => arg.includes('.long'))
const all = process.env.DESKLEDGER_TESTS === 'all' || isNamed

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/packages', '<rootDir>/examples', '<rootDir>/docs', '<rootDir>/scripts'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(all ? [] : ['\\.long\\.spec\\.ts$'])],
  modulePathIgnorePatterns: ['/dist/'],
  maxWorkers: '100%',
  // A busy machine is no failure: a test that takes this long waits for what never comes.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/scripts/longest-first.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
}
