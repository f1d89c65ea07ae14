/**
 * Where the keys of a specification are kept: in a file, or in a schema of PostgreSQL.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { at } from '@deskledger/kernel/testing'
import { keyFile } from '../master-key.ts'
import type { Vault, VaultError } from '../port.ts'
import { quoted } from '../postgres/schema.ts'
import type { KeysServer } from '../postgres/server.ts'
import { openPostgresVault } from '../postgres/vault.ts'
import { deskId, inFolder, vaultIn } from './desk.ts'
import type { Keys, NodeSettings, OnKeys } from './keys.ts'

type Node = (settings?: NodeSettings) => TaskEither<VaultError, Vault>

/** Opens nodes, and closes them all. */
const opening = (open: Node): { readonly node: Node; readonly close: () => Promise<void> } => {
  const all: Array<Vault> = []
  return {
    node: (settings) => async () => {
      const vault = await open(settings)()
      if (vault._tag === 'Right') all.push(vault.right)
      return vault
    },
    close: async () => {
      for (const each of all) await each.close()
    },
  }
}

export const inAFile: OnKeys = (work) =>
  inFolder(async (folder) => {
    const { node, close } = opening((settings) => vaultIn(folder, settings))
    const run: Keys['run'] = async (sql) => {
      const db = new Database(join(folder, 'keys.db'))
      try {
        db.exec(sql)
      } finally {
        db.close()
      }
    }
    try {
      return await work({ node, run })
    } finally {
      await close()
    }
  })

let schemas = 0

/** Each in a schema of its own. */
export const onServer =
  (server: () => KeysServer): OnKeys =>
  (work) =>
    inFolder(async (folder) => {
      schemas += 1
      const schema = `desk_${schemas}_keys`
      const { node, close } = opening((settings) =>
        openPostgresVault({
          server: server(),
          schema,
          desk: deskId,
          ids: () => deskId,
          provider: keyFile(join(folder, 'desk.key')),
          clock: () => at(0),
          isLogEmpty: true,
          ...settings,
        }),
      )
      const run: Keys['run'] = async (sql) => {
        const connection = await server().connect('write')
        try {
          await connection.run(`SET search_path TO ${quoted(schema)}; ${sql}`)
        } finally {
          connection.release(true)
        }
      }
      try {
        return await work({ node, run })
      } finally {
        await close()
      }
    })
