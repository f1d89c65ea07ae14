/**
 * Figures as people read them: three digits that count, not more than was measured.
 */
import type { Cell } from '../row.ts'

const grouped = (value: number): string =>
  Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** Three digits that count; whole from 100 on. */
export const digits = (value: number): string => {
  if (!Number.isFinite(value)) return '?'
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  const unit = 10 ** Math.max(0, magnitude - 2)
  return magnitude >= 2 ? grouped(Math.round(value / unit) * unit) : value.toPrecision(3)
}

export const cell = (of: Cell | null): string => {
  if (of === null) return ''
  const { value, unit } = of
  if (unit === 'MB') return `${Math.round(value)} MB`
  return unit === '/s' ? `${digits(value)}/s` : `${digits(value)} ${unit}`.trim()
}

/** `~` marks repetitions that were more than twice apart. */
export const times = (ratio: number | null, isUneven: boolean): string =>
  ratio === null ? '' : `${isUneven ? '~ ' : ''}${ratio < 10 ? ratio.toFixed(2) : digits(ratio)} ×`

export const verdict = (isMet: boolean | null): string =>
  isMet === null ? '' : isMet ? 'met' : 'not met'
