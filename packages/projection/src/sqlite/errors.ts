/**
 * What SQLite says, as what it means to a read model.
 */
/**
 * SQLite's extended result code, or the system's, such as `EACCES`; empty for any other error. Told
 * by its form: an error of a native module need not be an `Error` of this realm.
 */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

/** Somebody else writes at this moment. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/** The file is not what was written, or never was a read model. */
export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|FORMAT|SCHEMA|ERROR$|MISMATCH)/.test(codeOf(error))

/** A row that its table refuses: a key that is there already, a value of another type. */
export const isRefusedRow = (error: unknown): boolean =>
  codeOf(error).startsWith('SQLITE_CONSTRAINT')
