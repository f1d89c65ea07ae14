/**
 * What runs here, for bug reports.
 */
import { readFileSync } from 'node:fs'
import { sqliteVersion, logFormat } from '@deskledger/desk'

export const packageVersion = (): string => {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}

export const versions = (): string =>
  [
    `deskledger ${packageVersion()}`,
    `node ${process.versions.node}`,
    `sqlite ${sqliteVersion()}`,
    `log format ${logFormat}`,
  ].join('\n')
