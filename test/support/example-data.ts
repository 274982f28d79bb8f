import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'

/** A file of people's rows, and what has to be said about it when it is imported. */
export interface ExampleData {
  readonly name: string
  readonly file: string
  readonly columnNames?: readonly string[]
  readonly label: string
  readonly positive: string
  readonly subject?: string
  readonly ignore: readonly string[]
}

const root = join(import.meta.dirname, '../..')
const shared = join(root, '../shared/data')

const adultNames = 'age workclass fnlwgt education education_num marital_status occupation relationship race sex capital_gain capital_loss hours native_country income'.split(' ')
const germanNames = Array.from({ length: 20 }, (_, k) => `a${k + 1}`)

/** The sample that is shipped. */
export const clinicVisits: ExampleData = {
  name: 'clinic visits', file: join(root, 'resources/samples/clinic-visits.csv'), label: 'no_show', positive: 'yes', subject: 'patient_id', ignore: ['email'],
}

const publicData: readonly ExampleData[] = [
  { name: 'Adult', file: join(shared, 'adult-train.csv'), columnNames: adultNames, label: 'income', positive: '>50K', ignore: ['fnlwgt', 'education_num'] },
  { name: 'bank', file: join(shared, 'bank-full.csv'), label: 'y', positive: 'yes', ignore: [] },
  { name: 'credit default', file: join(shared, 'UCI_Credit_Card.csv'), label: 'Y', positive: '1', subject: 'ID', ignore: [] },
  { name: 'German credit', file: join(shared, 'german.csv'), columnNames: [...germanNames, 'class'], label: 'class', positive: '2', ignore: [] },
]

/** The sample always; well-known data sets where a copy lies beside the checkout. */
export const exampleData: readonly ExampleData[] = [clinicVisits, ...publicData.filter(({ file }) => existsSync(file))]

/** Options of `dataset.import` that say the same. */
export function importOptions({ columnNames, label, positive, subject, ignore }: ExampleData) {
  return {
    label, positive, ignore: [...ignore],
    ...(columnNames === undefined ? {} : { columnNames: [...columnNames] }),
    ...(subject === undefined ? {} : { subject }),
  }
}

/** The header line's cells (none in a file without one) and the records as texts; the record at index i is row i + 1. */
export function readRecords({ file, columnNames }: ExampleData): { header: string[][]; records: string[][] } {
  const { data } = Papa.parse<string[]>(readFileSync(file, 'utf8'), { skipEmptyLines: 'greedy' })
  return columnNames === undefined ? { header: data.slice(0, 1), records: data.slice(1) } : { header: [], records: data }
}

/** The text of a CSV file. */
export const csvOf = (records: readonly (readonly string[])[]): string => `${Papa.unparse(records as string[][], { newline: '\n' })}\n`

/** Numbers of rows spread over the file, for an erasure in a workspace. */
export const rowsToErase = (records: readonly (readonly string[])[]): number[] => records.flatMap((_, i) => (i % 61 === 3 ? [i + 1] : []))
