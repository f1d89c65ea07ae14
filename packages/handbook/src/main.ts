/**
 * `npm run docs`: writes the pages of the reference that come from the code.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedPages } from './pages/index.ts'

const docs = join(dirname(fileURLToPath(import.meta.url)), '../../../docs')
for (const { path, text } of await generatedPages()) {
  const file = join(docs, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  process.stderr.write(`docs/${path}\n`)
}
