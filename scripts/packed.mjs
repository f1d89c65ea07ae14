// What a packed package should hold, worked out from its sources: every module that its exports lead to, with types, and
// no other. So a spec, a sample or an old file in the tarball is noticed, and so is a dependency too many or too few.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'

/** What a module names, at the beginning of a statement: our code is formatted, so nothing hides. */
const named = [
  /^(?:import|export)\s[^'";]*?from '([^']+)'/gm,
  /^import '([^']+)'/gm,
  /\bimport\('([^']+)'\)/g,
]
const located = /new URL\('(\.[^']+)', import\.meta\.url\)/g

const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')

/** The modules of `folder` that `entries` lead to, other files beside them, and the packages they import. */
const reach = (folder, entries) => {
  const modules = new Set()
  const files = new Set()
  const packages = new Set()
  const visit = (module) => {
    if (modules.has(module)) return
    modules.add(module)
    const code = readFileSync(join(folder, module), 'utf8')
    for (const [, file] of code.matchAll(located))
      files.add(posix.join(posix.dirname(module), file))
    for (const [, name] of named.flatMap((form) => [...code.matchAll(form)]))
      if (name.startsWith('.')) visit(posix.join(posix.dirname(module), name))
      else if (!isBuiltin(name)) packages.add(packageOf(name))
  }
  for (const entry of entries) visit(posix.normalize(entry))
  return { modules: [...modules], files: [...files], packages }
}

const stemOf = (file) => file.replace(/(\.d\.ts|\.js|\.js\.map)$/, '')

/** Every subpath is open, with its types, or closed to strangers with null. */
const flawsOfExports = (declared, packed) =>
  Object.keys(declared)
    .filter((path) => packed[path] !== null)
    .filter((path) => packed[path]?.types === undefined || packed[path].default === undefined)
    .map((path) => `publishConfig.exports lacks ${path} or its types`)

const flawsOfFiles = (folder, { modules, files }) => {
  const sources = modules.filter((module) => module.startsWith('src/') && module.endsWith('.ts'))
  const stems = sources.map((module) => module.replace(/^src\//, 'dist/').replace(/\.ts$/, ''))
  const others = files.map((file) => file.replace(/^src\//, 'dist/'))
  const wanted = [...stems.flatMap((stem) => [`${stem}.js`, `${stem}.d.ts`]), ...others]
  const expected = new Set(stems)
  const inDist = globSync('dist/**', { cwd: folder }).filter((file) => /\.\w+$/.test(file))
  return [
    ...wanted
      .filter((file) => !existsSync(join(folder, file)))
      .map((file) => `${file} is imported and not packed`),
    ...inDist
      .filter((file) => !expected.has(stemOf(file)) && !others.includes(file))
      .map((file) => `${file} is packed and nobody can import it`),
  ]
}

const flawsOfDependencies = ({ name, dependencies = {}, peerDependencies = {} }, packages) => {
  const declared = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
  const isUsed = (dependency) => packages.has(dependency.replace('@types/', ''))
  return [
    ...[...packages]
      .filter((used) => used !== name && !declared.includes(used))
      .map((used) => `${used} is imported and no dependency`),
    ...declared
      .filter((dependency) => !isUsed(dependency))
      .map((dependency) => `${dependency} is a dependency and not imported`),
  ]
}

/** Better-sqlite3 crashes on anything older than this. */
const oldestNode = '>=22.14'

/** What must not be there: the packages name no place on the network. */
const places = ['repository', 'homepage', 'bugs', 'author']

const flawsOfManifest = (manifest) => [
  ...['description', 'license', 'type', 'files']
    .filter((field) => manifest[field] === undefined)
    .map((field) => `package.json lacks ${field}`),
  ...places.filter((field) => field in manifest).map((field) => `package.json names a ${field}`),
  ...(manifest.engines?.node === oldestNode ? [] : [`engines.node is not ${oldestNode}`]),
  ...(manifest.sideEffects === false ? [] : ['sideEffects is not false']),
]

/** The line that installs a package also installs everything that its example imports. */
const flawsOfReadme = (name, readme) => {
  const [, line = ''] = /```sh\nnpm install (?:--global )?(.*)\n```/.exec(readme) ?? []
  const installs = new Set(line.split(' '))
  const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)
  const imports = examples.flatMap((code) => named.flatMap((form) => [...code.matchAll(form)]))
  const wanted = new Set([name, ...imports.map(([, imported]) => packageOf(imported))])
  return [
    ...(readme.startsWith(`# ${name}\n`) ? [] : ['README.md has another heading than its name']),
    ...[...wanted]
      .filter((one) => !installs.has(one) && !isBuiltin(one))
      .map((one) => `README.md installs no ${one}`),
  ]
}

/** What a reader looks for first: what the package is, and under which license. */
const flawsOfPapers = (name, folder) => {
  const missing = ['LICENSE', 'README.md'].filter((file) => !existsSync(join(folder, file)))
  return missing.length > 0
    ? missing.map((file) => `${file} is not packed`)
    : flawsOfReadme(name, readFileSync(join(folder, 'README.md'), 'utf8'))
}

/** What is wrong with the package of `source` that was packed, and unpacked into `folder`, in words. */
export const flawsOf = (source, folder) => {
  const declared = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).exports
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const open = Object.keys(declared).filter((path) => manifest.exports[path] !== null)
  const entries = [...open.map((path) => declared[path]), ...Object.values(manifest.bin ?? {})]
  const reached = reach(source, entries)
  return [
    ...flawsOfManifest(manifest),
    ...flawsOfExports(declared, manifest.exports),
    ...flawsOfFiles(folder, reached),
    ...flawsOfDependencies(manifest, reached.packages),
    ...flawsOfPapers(manifest.name, folder),
  ]
}
