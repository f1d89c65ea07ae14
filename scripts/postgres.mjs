// Gets the programs of a PostgreSQL server for the specs that start one: `node scripts/postgres.mjs`, on Debian and its
// kin. Out of the distribution's own packages, into a scratch folder, without root and without installing anything.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where `packages/projection/src/postgres/testing/binaries.ts` looks first. */
const place = join(tmpdir(), 'deskledger-postgres')

const run = (command, args, cwd) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(error?.message ?? `${command} ${args[0]}: ${stderr}`)
}

const lines = (text) => text.split('\n').filter((line) => line !== '')

/** Lists of packages of this run's own, since the system's may be old or missing, and are root's. */
const own = (scratch) =>
  ['Dir::State::Lists', 'Dir::Cache'].flatMap((key) => ['-o', `${key}=${scratch}/${key}`])

/** The newest major version that the distribution has. */
const newest = (lists) => {
  const found = lines(run('apt-cache', [...lists, 'pkgnames', 'postgresql-']))
    .flatMap((name) => /^postgresql-(\d+)$/.exec(name)?.slice(1) ?? [])
    .map(Number)
  if (found.length === 0) throw new Error('apt knows no postgresql')
  return Math.max(...found)
}

const isInstalled = (name) => {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' })
  return /ok installed/.test(stdout)
}

/** The server, its client, and those of the libraries that they name which the system lacks. */
const packagesOf = (version, lists) => {
  const programs = [`postgresql-${version}`, `postgresql-client-${version}`]
  const needed = lines(run('apt-cache', [...lists, 'depends', ...programs])).flatMap(
    (line) => /^\s+\|?Depends: (lib\S+)$/.exec(line)?.slice(1) ?? [],
  )
  return [...programs, ...new Set(needed.filter((name) => !isInstalled(name)))]
}

const get = () => {
  const scratch = mkdtempSync(join(tmpdir(), 'deskledger-postgres-'))
  try {
    const root = join(scratch, 'root')
    const lists = own(scratch)
    mkdirSync(root)
    for (const key of ['Dir::State::Lists', 'Dir::Cache'])
      mkdirSync(join(scratch, key, 'partial'), { recursive: true })
    run('apt-get', [...lists, 'update'])
    const packages = packagesOf(newest(lists), lists)
    run('apt-get', [...lists, 'download', ...packages], scratch)
    for (const name of readdirSync(scratch).filter((each) => each.endsWith('.deb')))
      run('dpkg', ['-x', name, root], scratch)
    renameSync(root, place)
    process.stdout.write(`${packages.join(', ')}\nin ${place}\n`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

try {
  if (existsSync(place)) process.stdout.write(`${place} is there already\n`)
  else get()
} catch (error) {
  process.stderr.write(`no PostgreSQL: ${error.message}\n`)
  process.exitCode = 1
}
