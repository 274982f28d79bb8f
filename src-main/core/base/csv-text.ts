/**
 * Rows as a CSV file (RFC 4180) that a spreadsheet opens as what it is: UTF-8 with a byte order mark, and no cell that would be run
 * as a formula, which gets an apostrophe in front (OWASP, CSV injection).
 */
export const csvText = (rows: readonly (readonly string[])[]): string => `\ufeff${rows.map(row => row.map(cellText).join(',')).join('\r\n')}\r\n`

const cellText = (value: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
