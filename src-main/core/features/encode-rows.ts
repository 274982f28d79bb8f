import { CoreError } from '../base/core-error.ts'
import { compareUtf8 } from '../base/compare-utf8.ts'
import type { Column } from '../../contract/dataset.ts'
import type { Task } from '../../contract/model.ts'
import type { Cell } from '../datasets/cell.ts'
import type { FeatureNames, FeatureRows, Labels } from './feature-rows.ts'
import { contentText, rowKey } from './split-rows.ts'

/** What is predicted from which column; recipes of the two-class task name no task. */
export type Label =
  | { readonly column: string; readonly positive: string; readonly task?: never }
  | { readonly column: string; readonly task: 'multiclass' | 'regression' }

export const taskOf = (label: Label): Task => label.task ?? 'binary'

/** The part of a recipe that turns stored rows into labelled, split feature rows. */
export interface RowRecipe {
  readonly label: Label
  readonly subject: string | null
  readonly features: readonly { readonly name: string; readonly kind: 'number' | 'category' }[]
  /** Share of the rows (of the people, where there is an identifier) held out for testing. */
  readonly testShare: number
  readonly rowKey: string
}

/** The feature columns of a dataset in the one order that counts: numbers and categories, each sorted by name. */
export function featuresOf(columns: readonly Column[]): RowRecipe['features'] {
  return columns
    .filter(column => column.role === 'feature')
    .map(column => ({ name: column.name, kind: column.type === 'text' ? 'category' as const : 'number' as const }))
    .sort((a, b) => compareUtf8(a.name, b.name))
}

const mostLevels = 65_535

/**
 * Turns stored rows ([row, subject hash, ...cells]) into feature rows; rows without a label, and those excluded, are left
 * out. Who is held out depends on the row key alone.
 */
export function encodeRows(
  stored: Iterable<readonly [number, unknown, ...Cell[]]>, columns: readonly Column[], recipe: RowRecipe, excluded: ReadonlySet<number> = new Set(),
): FeatureRows {
  const at = (name: string) => {
    const position = columns.findIndex(column => column.name === name)
    if (position === -1) throw new Error('The recipe names a column the dataset does not have')
    return position + 2
  }
  const names: FeatureNames = {
    numbers: recipe.features.filter(f => f.kind === 'number').map(f => f.name),
    categories: recipe.features.filter(f => f.kind === 'category').map(f => f.name),
  }
  const featureAt = recipe.features.map(f => at(f.name))
  const numberAt = names.numbers.map(at)
  const categoryAt = names.categories.map(at)
  const labelAt = at(recipe.label.column)
  const subjectAt = recipe.subject === null ? undefined : at(recipe.subject)
  const rows = growing(Uint32Array)
  const test = growing(Uint8Array)
  const labels = labelsOf(recipe.label)
  const numbers = growing(Float64Array)
  const codes = growing(Uint16Array)
  const codeOf = categoryAt.map(() => new Map<string | null, number>())
  for (const record of stored) {
    const label = record[labelAt] as Cell
    if (label === null || excluded.has(record[0])) continue
    const identity = subjectAt === undefined
      ? contentText(featureAt.map(position => record[position] as Cell), label)
      : String(record[subjectAt])
    rows.push(record[0])
    test.push(rowKey(recipe.rowKey, identity) < recipe.testShare ? 1 : 0)
    labels.push(label)
    for (const position of numberAt) {
      const value = record[position] as number | null
      numbers.push(value === null ? Number.NaN : value)
    }
    for (let k = 0; k < categoryAt.length; k += 1) {
      const value = record[categoryAt[k]!] as Cell
      const text = value === null ? null : String(value)
      let code = codeOf[k]!.get(text)
      if (code === undefined) {
        code = codeOf[k]!.size
        if (code >= mostLevels) throw new CoreError('train/too-many-categories', { column: names.categories[k]!, found: code + 1, most: mostLevels })
        codeOf[k]!.set(text, code)
      }
      codes.push(code)
    }
  }
  return {
    names, count: rows.length(), rows: rows.done(), test: test.done(), ...labels.done(),
    numbers: numbers.done(), codes: codes.done(), levels: codeOf.map(map => [...map.keys()]),
  }
}

export const mostClasses = 1000

/** Collects the labels of rows as the task needs them. */
function labelsOf(label: Label): { push(cell: string | number): void; done(): Pick<FeatureRows, 'task' | 'labels' | 'classes'> } {
  const task = taskOf(label)
  if (label.task === undefined) {
    const codes = growing(Uint8Array)
    return { push: cell => codes.push(String(cell) === label.positive ? 1 : 0), done: () => ({ task, labels: codes.done(), classes: [] }) }
  }
  if (label.task === 'regression') {
    const values = growing(Float64Array)
    return {
      push(cell) {
        if (typeof cell !== 'number') throw new Error('A label to be predicted as a number is not one')
        // Adding 0 makes -0 and 0 one value, as they are one text.
        values.push(cell + 0)
      },
      done: () => ({ task, labels: values.done(), classes: [] }),
    }
  }
  const codes = growing(Uint16Array)
  const codeOf = new Map<string, number>()
  return {
    push(cell) {
      const text = String(cell)
      const code = codeOf.get(text) ?? codeOf.size
      if (code >= mostClasses) throw new CoreError('train/label-many-classes', { column: label.column, found: `more than ${mostClasses}`, most: mostClasses })
      codeOf.set(text, code)
      codes.push(code)
    },
    done: () => ({ task, labels: codes.done() as Labels, classes: [...codeOf.keys()] }),
  }
}

type TypedArray = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** A typed array that doubles when it is full. */
function growing<T extends TypedArray>(type: new (size: number) => T) {
  let array = new type(1024)
  let length = 0
  return {
    push(value: number) {
      if (length === array.length) {
        const larger = new type(length * 2)
        larger.set(array as never)
        array = larger
      }
      array[length] = value
      length += 1
    },
    length: () => length,
    done: () => array.slice(0, length) as T,
  }
}
