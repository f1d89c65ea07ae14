// Packs every public package as a registry would get it: `node scripts/pack.mjs [folder]`, `packed` unless told.
// Builds first, and removes what an earlier build left of sources that are gone.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'))

/** Every package that is not private: its folder and its manifest. */
const publicPackages = () =>
  globSync('packages/*/package.json', { cwd: root })
    .sort()
    .map((file) => ({ folder: join(root, dirname(file)), manifest: read(file) }))
    .filter(({ manifest }) => manifest.private !== true)

const run = (command, args, options = {}) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: windows,
    ...options,
  })
  if (status === 0) return
  const said = [stdout, stderr, error?.message].filter(Boolean).join('\n')
  throw new Error(`${said}\nrepeat: ${[command, ...args].join(' ')}`)
}

const built = /(\.d\.ts|\.js)(\.map)?$/
const removeStale = (folder) => {
  const dist = join(folder, 'dist')
  const stale = globSync('**/*.{js,ts,map}', { cwd: dist })
    .filter((file) => built.test(file))
    .filter((file) => !existsSync(join(folder, 'src', file.replace(built, '.ts'))))
  for (const file of stale) rmSync(join(dist, file), { force: true })
}

/** The tarballs in `folder`, one for each public package, with where its sources are. Throws with the command that failed. */
export const pack = (folder) => {
  const all = publicPackages()
  for (const one of all) removeStale(one.folder)
  run('tsc', ['-b', ...all.map((one) => relative(root, one.folder))])
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const filters = all.flatMap(({ manifest }) => ['--filter', manifest.name])
  const destination = ['--pack-destination', resolve(folder)]
  run('npx', [
    '--yes',
    read('package.json').packageManager,
    ...filters,
    '-r',
    'pack',
    ...destination,
  ])
  return all.map(({ folder: source, manifest: { name, version } }) => ({
    name,
    source,
    file: join(resolve(folder), `${name.slice(1).replace('/', '-')}-${version}.tgz`),
  }))
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { name, file } of pack(process.argv[2] ?? 'packed'))
    process.stdout.write(`${name.padEnd(36)} ${relative(process.cwd(), file)}\n`)
