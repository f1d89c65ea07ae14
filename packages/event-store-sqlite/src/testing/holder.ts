/**
 * `holder FILE MS`: takes the log for itself and keeps it for so many milliseconds.
 */
import Database from 'better-sqlite3'
import { say } from './said.ts'

const [file = '', ms = '0'] = process.argv.slice(2)
const db = new Database(file)
db.exec('BEGIN IMMEDIATE')
say('holds')
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms))
db.exec('COMMIT')
say('lets go')
db.close()
