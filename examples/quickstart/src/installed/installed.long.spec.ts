/**
 * The packages as strangers get them: packed, installed by npm in an empty folder, run on the Node
 * that is pinned here and on the oldest one that is promised.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagesIn, type Installed } from './packages.ts'
import {
  canReachRegistry,
  install,
  oldest,
  oldestNode,
  root,
  stranger,
  type Stranger,
} from './stranger.ts'

const minute = 60_000
jest.setTimeout(minute)

const examples = join(root, 'examples')
const canReach = canReachRegistry()
const describeIf = canReach ? describe : describe.skip
const why = canReach ? '' : ' (skipped: npm cannot reach its registry)'

/** What the README of an example says that its app prints, the first time. */
const promisedBy = (example: string): string | undefined => {
  const readme = readFileSync(join(examples, example, 'README.md'), 'utf8')
  return /```\n\$ node src\/main\.ts.*\n([\s\S]*?)```/.exec(readme)?.[1]
}

describeIf(`what would be published${why}`, () => {
  let app: Stranger
  let packages: ReadonlyArray<Installed> = []

  beforeAll(() => {
    app = stranger()
    app.run('tsc', '-b', join(examples, 'quickstart'), join(examples, 'own-module'))
    install(app)
    packages = packagesIn(app.folder)
    bringExamples(app)
  }, 5 * minute)
  afterAll(() => app.leave())

  const onNode = (version: string, node: () => string): void => {
    test(`runs the quickstart on Node ${version}`, () => {
      expect(app.run(node(), '--version')).toBe(`v${version}\n`)
      expect(app.run(node(), 'main.mjs', `desk-${version}`)).toBe(promisedBy('quickstart'))
    })
    test(`runs a module of the embedder's own on Node ${version}`, () =>
      expect(app.run(node(), 'loan-cars/main.js')).toBe(promisedBy('own-module')))
    test(`imports a history by the command on Node ${version}`, () => {
      const deskledger = (...args: ReadonlyArray<string>): string =>
        app.run(node(), 'node_modules/@deskledger/cli/bin/deskledger.mjs', ...args)
      const desk = ['--desk', `imported-${version}`]
      deskledger('import', 'csv', 'incidents.csv', '--map', 'incidents.map.json', ...desk)
      const rows = deskledger('query', 'SELECT count(*) AS n FROM process_event', '--json', ...desk)
      expect(JSON.parse(rows)).toEqual([{ n: 14 }])
    })
    test(`can be required by CommonJS on Node ${version}`, () =>
      expect(app.run(node(), 'required.cjs')).toBe('function\n'))
  }
  onNode(process.versions.node, () => process.execPath)
  if (oldest.package === undefined)
    test.skip(`runs on Node ${oldest.version} (skipped: npm has none for here)`, () => undefined)
  else onNode(oldest.version, () => oldestNode(app))

  test('does in each README what the README says', () => {
    const programs = packages.filter(({ program }) => program !== '')
    expect(programs.length).toBeGreaterThan(10)
    programs.forEach(({ program }, i) => app.write(`src/readme-${i}.ts`, program))
    const starts = programs.map(
      ({ name }, i) => `console.log('${name}')\nawait import('./readme-${i}.ts')\n`,
    )
    app.write('src/readmes.ts', `${starts.join('')}export {}\n`)
    const promised = programs.flatMap(({ name, promised }) => [name, ...promised])
    expect(app.run(process.execPath, 'src/readmes.ts').trimEnd().split('\n')).toEqual(promised)
  })

  test('is typed in every subpath, with the declarations of others checked as well', () => {
    // A contract needs jest, which is the reader's to add.
    const paths = packages
      .flatMap(({ subpaths }) => subpaths)
      .filter((path) => !path.endsWith('/contract'))
    expect(paths).toContain('@deskledger/domain/party/events')
    app.write('src/all.ts', paths.map((path, i) => `export * as m${i} from '${path}'\n`).join(''))
    app.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }))
    expect(complaints(app)).toBe('')
  })
})

/** The examples as they are compiled here, and the quickstart as it is written. */
const bringExamples = ({ folder, write }: Stranger): void => {
  const bring = (from: string, to: string): void =>
    copyFileSync(join(examples, from), join(folder, to))
  mkdirSync(join(folder, 'src'))
  bring('quickstart/src/main.ts', 'src/quickstart.ts')
  bring('quickstart/dist/main.js', 'main.mjs')
  bring('service-desk-import/incidents.csv', 'incidents.csv')
  bring('service-desk-import/incidents.map.json', 'incidents.map.json')
  cpSync(join(examples, 'own-module/dist'), join(folder, 'loan-cars'), { recursive: true })
  write('required.cjs', "console.log(typeof require('@deskledger/desk').openDesk)\n")
}

/** As strict as a reader's may be; `readmes.ts` names the files that it runs by their endings. */
const compilerOptions = {
  module: 'nodenext',
  target: 'es2024',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  skipLibCheck: false,
  noEmit: true,
}

/** What the compiler says against the app. */
const complaints = ({ run }: Stranger): string => {
  try {
    return run('tsc', '-p', '.')
  } catch (error) {
    return String((error as { readonly stdout: unknown }).stdout)
  }
}
