// Everything that can be known without running the tests: types, lint, format, architecture, declarations, packages.
// Every step runs even if an earlier one fails; each failure names the command that repeats it.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

const run = (command, ...args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0

/** A declaration that says `import("fp-ts/` does not resolve in the next package: the value needs a declared type. */
const declarations = () => {
  const bad = globSync('packages/*/dist/**/*.d.ts')
    .filter((file) => !file.endsWith('.spec.d.ts'))
    .filter((file) => /import\("fp-ts\//.test(readFileSync(file, 'utf8')))
  for (const file of bad) process.stdout.write(`${file}: an exported value needs a declared type\n`)
  return bad.length === 0
}

/** Every package that another one imports from the workspace is also a project reference of it, or types go stale. */
const references = () => {
  const list = globSync(['packages/*/package.json', 'examples/*/package.json'])
  const folderOf = new Map(
    list.map((file) => [JSON.parse(readFileSync(file, 'utf8')).name, basename(dirname(file))]),
  )
  const root = readFileSync('tsconfig.json', 'utf8')
  const missing = list.flatMap((file) => {
    const { name, dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'))
    const config = readFileSync(`${dirname(file)}/tsconfig.json`, 'utf8')
    const wanted = Object.keys({ ...dependencies, ...devDependencies })
      .filter((dependency) => folderOf.has(dependency))
      .filter((dependency) => !config.includes(`/${folderOf.get(dependency)}"`))
      .map(
        (dependency) => `${name}: tsconfig.json lacks a reference to ${folderOf.get(dependency)}`,
      )
    return root.includes(`${dirname(file)}"`)
      ? wanted
      : [...wanted, `tsconfig.json lacks a reference to ${dirname(file)}`]
  })
  for (const line of missing) process.stdout.write(`${line}\n`)
  return missing.length === 0
}

const lint = ['--type-aware', 'packages', 'examples', 'scripts']
const steps = [
  { name: 'references', step: references, again: 'npm run check' },
  { name: 'types', step: () => run('tsc', '-b'), again: 'npx tsc -b' },
  { name: 'declarations', step: declarations, again: 'npm run check' },
  { name: 'lint', step: () => run('oxlint', ...lint), again: `npx oxlint ${lint.join(' ')}` },
  {
    name: 'format',
    step: () => run('prettier', '--check', '--log-level', 'warn', '.'),
    again: 'npm run format',
  },
  {
    name: 'architecture',
    step: () => run('depcruise', 'packages', 'examples'),
    again: 'npx depcruise packages examples',
  },
  {
    name: 'events',
    step: () => run(process.execPath, 'packages/desk/src/testing/lock.ts', '--check'),
    again: 'npm run lock -- --check',
  },
  {
    name: 'packages',
    step: () => run(process.execPath, 'scripts/check-packages.mjs'),
    again: 'npx node scripts/check-packages.mjs',
  },
]

const failed = steps.filter(({ name, step, again }) => {
  const started = performance.now()
  const ok = step()
  const time = `${((performance.now() - started) / 1000).toFixed(1)} s`
  const mend = ok ? '' : `   repeat: ${again}`
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${time}${mend}\n`)
  return !ok
})
process.exit(failed.length === 0 ? 0 : 1)
