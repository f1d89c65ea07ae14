/**
 * How far an import has come, for whoever draws it.
 */
export interface Progress {
  /** Of the file as it stands on disk. */
  readonly bytes: number
  readonly totalBytes: number
  readonly events: number
  readonly eventsPerSecond: number
}

/** Tells at the first event, then ten times a second at most, and at the end. */
export const progressTo = (
  tell: ((progress: Progress) => void) | undefined,
  totalBytes: number,
): ((now: { readonly bytes: number; readonly events: number }, isLast?: 'last') => void) => {
  if (tell === undefined) return () => undefined
  const began = performance.now()
  let told = -Infinity
  return ({ bytes, events }, isLast) => {
    const now = performance.now()
    if (isLast === undefined && now - told < 100) return
    told = now
    const eventsPerSecond = Math.round((1_000 * events) / Math.max(1, now - began))
    tell({ bytes, totalBytes, events, eventsPerSecond })
  }
}
