import type { FeatureRows, Labels } from './feature-rows.ts'

/** Feature rows as named parts of bytes, so that they can be kept in the workspace and read back without parsing. */
export function saveFeatureRows(rows: FeatureRows): Map<string, Uint8Array> {
  return new Map([
    ['rows.names', Buffer.from(JSON.stringify({ names: rows.names, levels: rows.levels, ...(rows.task === 'binary' ? {} : { task: rows.task, classes: rows.classes }) }))],
    [rowNumbersPart, bytesOf(rows.rows)],
    [testMarksPart, rows.test],
    ['rows.labels', bytesOf(rows.labels)],
    ['rows.numbers', bytesOf(rows.numbers)],
    ['rows.codes', bytesOf(rows.codes)],
  ])
}

const labelArrays = { binary: Uint8Array, multiclass: Uint16Array, regression: Float64Array } as const

export function loadFeatureRows(parts: ReadonlyMap<string, Uint8Array>): FeatureRows {
  const part = (name: string) => {
    const bytes = parts.get(`rows.${name}`)
    if (bytes === undefined) throw new Error(`The saved rows lack the part ${name}`)
    return bytes
  }
  const { names, levels, task = 'binary', classes = [] } = JSON.parse(Buffer.from(part('names')).toString()) as Pick<FeatureRows, 'names' | 'levels'> & Partial<Pick<FeatureRows, 'task' | 'classes'>>
  const rows = loadRowNumbers(part('rows'))
  return {
    names, levels, count: rows.length, rows,
    test: new Uint8Array(ownBuffer(part('test'))),
    task, labels: new labelArrays[task](ownBuffer(part('labels'))) as Labels, classes,
    numbers: new Float64Array(ownBuffer(part('numbers'))), codes: new Uint16Array(ownBuffer(part('codes'))),
  }
}

/** The part that says of each row whether it was held back to test: one byte a row, 1 or 0. */
export const testMarksPart = 'rows.test'

/** The part with the numbers of the rows, and how it is read by itself. */
export const rowNumbersPart = 'rows.rows'
export const loadRowNumbers = (bytes: Uint8Array): Uint32Array => new Uint32Array(ownBuffer(bytes))

/** The bytes of a typed array, without copying. */
export const bytesOf = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** A buffer of exactly these bytes, aligned for any typed array. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  return copy
}
