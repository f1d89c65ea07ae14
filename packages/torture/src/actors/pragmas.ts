/**
 * Settings of SQLite that the store does not let anybody choose, changed behind its back: it asks
 * for its own, is told that it has them, and has others.
 */
import Database from 'better-sqlite3'

export type Pragmas = Readonly<Record<string, number>>

/** From now on, in this process. */
export const override = (pragmas: Pragmas): void => {
  const { pragma } = Database.prototype
  const asked = new Map<string, number>()
  Database.prototype.pragma = function overridden(source, options) {
    const [, name = '', value] = /^(\w+)(?: = (\d+))?$/.exec(source) ?? []
    const other = pragmas[name]
    if (other === undefined || this.readonly) return pragma.call(this, source, options)
    if (value === undefined) return asked.get(name) ?? pragma.call(this, source, options)
    asked.set(name, Number(value))
    return pragma.call(this, `${name} = ${other}`)
  }
}

/** From now on, in this process: calls `then` for each connection that writes to a log. */
export const onWriter = (then: (db: Database.Database) => void): void => {
  const { pragma } = Database.prototype
  Database.prototype.pragma = function watched(source, options) {
    if (source === 'busy_timeout = 0') then(this)
    return pragma.call(this, source, options)
  }
}
