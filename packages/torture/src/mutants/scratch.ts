/**
 * A copy of the repository to break things in: sources copied, what was installed linked to.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, cpSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Copies what git knows or might know of `root` into `scratch`, as it stands there now. */
export const copyRepository = (root: string, scratch: string): void => {
  const known = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { stdout, status } = spawnSync('git', known, { cwd: root, maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error('git does not tell which files there are')
  for (const file of stdout.toString('utf8').split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue
    mkdirSync(dirname(join(scratch, file)), { recursive: true })
    copyFileSync(join(root, file), join(scratch, file))
  }
  linkModules(root, scratch)
}

/** Links between packages are relative: copied as they are, they lead to the copies. */
const linkModules = (root: string, scratch: string): void => {
  mkdirSync(join(scratch, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules')))
    symlinkSync(join(root, 'node_modules', name), join(scratch, 'node_modules', name))
  for (const name of readdirSync(join(root, 'packages'))) {
    const modules = join('packages', name, 'node_modules')
    if (!existsSync(join(root, modules)) || !existsSync(join(scratch, 'packages', name))) continue
    cpSync(join(root, modules), join(scratch, modules), { recursive: true, verbatimSymlinks: true })
  }
}
