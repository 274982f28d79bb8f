/** Numbers and days as the record's PDF writes them. By hand and not by Intl, whose words differ between versions of the same engine. */

/** 1,048,576 */
export function countText(n: number): string {
  return String(n).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** "1 row", "12 rows". */
export const amountText = (n: number, one: string, many: string): string => `${countText(n)} ${n === 1 ? one : many}`

/** 76.50 % */
export const shareText = (share: number): string => `${(share * 100).toFixed(2)} %`

/** Three significant figures, in the unit that suits: 0.600 ms, 12.3 ms, 5.91 s, 17.2 min. */
export function durationText(ms: number): string {
  // 999.5 would be rounded to 1000 ms, and 119.95 s to 120 s.
  if (ms < 999.5) return `${figures(ms)} ms`
  if (ms < 119_500) return `${figures(ms / 1000)} s`
  return `${figures(ms / 60_000)} min`
}

/** 0.451, 3.59 × 10^-9: three significant figures, without an exponent where the number is easily read. */
export function measureText(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 0.001 && size < 100_000) return figures(value)
  const [digits = '', exponent = ''] = value.toExponential(2).split('e')
  return `${digits} × 10^${exponent.replace('+', '')}`
}

function figures(value: number): string {
  const size = Math.abs(value)
  if (size >= 999.5) return countText(Math.round(value))
  return value.toPrecision(3).includes('e') ? value.toFixed(3) : value.toPrecision(3)
}

/** A setting of a model, as exact as the statement has it. */
export const settingText = (value: number | string | boolean): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value))

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** 9 December 2026, of a day such as 2026-12-09 or of a time; a text of another form is given back. */
export function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(day) ?? []
  const name = months[Number(month) - 1]
  return name === undefined ? day : `${Number(date)} ${name} ${year}`
}

/** 24 November 2026, 10:00:08 UTC */
export function timeText(instant: string): string {
  const clock = /T(\d\d:\d\d:\d\d)/.exec(instant)?.[1]
  return clock === undefined ? dayText(instant) : `${dayText(instant)}, ${clock} UTC`
}

/** A digest in groups of eight digits. */
export const digestText = (hex: string): string => hex.match(/.{1,8}/g)?.join(' ') ?? ''
