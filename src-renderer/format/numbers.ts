import { formatLocale } from './locale.ts'

const whole = new Intl.NumberFormat(formatLocale, { maximumFractionDigits: 0 })
const threeDigits = new Intl.NumberFormat(formatLocale, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
const cellNumber = new Intl.NumberFormat(formatLocale, { maximumSignificantDigits: 15, useGrouping: 'min2' })

/** 1,048,576 */
export const formatCount = (count: number): string => whole.format(count)

/** A share from 0 to 1 as "84.91 %". */
export function formatShare(share: number, decimals = 2): string {
  return `${new Intl.NumberFormat(formatLocale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(share * 100)} %`
}

/** A duration in milliseconds with three significant figures: "4.30 ms", "0.409 s", "2 min 5 s". */
export function formatDuration(ms: number): string {
  if (ms < 0.001) return '0 ms'
  if (ms < 99.95) return `${threeDigits.format(ms)} ms`
  if (ms < 59_950) return `${threeDigits.format(ms / 1000)} s`
  const seconds = Math.round(ms / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${rest} s`
}

/** A number of any size with so many significant figures, in powers of ten where that is shorter: "8.1 × 10⁻¹¹". */
export function formatNumber(value: number, figures = 3): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) return new Intl.NumberFormat(formatLocale, { maximumSignificantDigits: Math.max(figures, Math.ceil(Math.log10(size))) }).format(value)
  const [mantissa, exponent] = value.toExponential(figures - 1).split('e') as [string, string]
  return `${mantissa.replace(/\.?0+$/, '').replace('-', '−')} × 10${superscript(Number(exponent))}`
}

const superscript = (exponent: number): string => [...String(exponent)].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'['0123456789'.indexOf(digit)] ?? '⁻').join('')

/** A number as it stands in a cell: every digit it has, up to the fifteen a double keeps. */
export const formatCell = (value: number): string => (Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-6) ? String(value) : cellNumber.format(value))

/** "118 MB", in powers of a thousand. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes, 0]
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  return unit === 0 ? `${formatCount(bytes)} bytes` : `${new Intl.NumberFormat(formatLocale, { maximumSignificantDigits: 3 }).format(value)} ${units[unit]}`
}
