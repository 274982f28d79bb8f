import { formatCell } from '../../format/numbers.ts'

/** A value on one line of a table: line ends are drawn, since they would push the rest out of sight. */
export const cellText = (value: string | number): string => (typeof value === 'number' ? formatCell(value) : value.replaceAll(/\r\n|[\n\r\u2028\u2029]/g, ' ↵ '))
