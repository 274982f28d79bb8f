import type { ImportReport, ProposedColumn, Reject } from '../../../contract/dataset.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { count, table } from '../terminal.ts'

const shownRejects = 20

export const importCommand: Command = {
  name: 'import',
  arguments: [{ name: 'FILE', about: 'a CSV or TSV file in UTF-8, with a header line' }],
  options: {
    name: { value: 'NAME', about: 'what to call the dataset' },
    label: { value: 'COL', about: 'the column a model is to predict' },
    positive: { value: 'VALUE', about: "the label's value that counts as positive; its last one by default" },
    subject: { value: 'COL', about: "the column with the person's identifier" },
    feature: { value: 'COL,…', repeatable: true, about: 'columns to learn from, whatever they look like' },
    ignore: { value: 'COL,…', repeatable: true, about: 'columns to keep but never learn from' },
    text: { value: 'COL,…', repeatable: true, about: 'columns to keep as text, also where they hold numbers' },
    columns: { value: 'NAME,…', about: 'names for the columns of a file without a header line' },
    delimiter: { value: 'CHAR', about: 'what separates cells; found by itself ("tab" for a tab)' },
    'dry-run': { about: 'look at the file and say what would be imported; change nothing' },
  },
  about: 'Import a file as a new dataset',
  examples: [
    'lethe import customers.csv --name customers --subject customer_id --label churned --positive yes',
    'lethe import adult.csv --name adult --columns age,work,weight,education,years,marital,job,relation,race,sex,gain,loss,hours,country,income',
    'lethe import customers.csv --name customers --dry-run',
  ],
  makesWorkspace: true,
  async run(context) {
    const report = await importFile(context, context.arguments['FILE']!)
    return { json: importJson(report), lines: importLines(report) }
  },
}

export async function importFile(context: CommandContext, file: string, name = context.option('name')): Promise<ImportReport> {
  if (name === undefined || name.trim() === '') throw new CoreError('usage/missing-option', { option: '--name NAME', command: 'import' })
  const delimiter = context.option('delimiter')
  const separator = delimiter === 'tab' || delimiter === '\\t' ? '\t' : delimiter
  if (separator !== undefined && (separator.length !== 1 || !/^[^\p{L}\p{N}\p{C}"]$|^\t$/u.test(separator))) throw new CoreError('usage/bad-option-value', { option: '--delimiter', expected: 'one character that is no letter or digit, or "tab"' })
  const { call, toRead } = await context.lethe()
  return call('dataset.import', {
    file: await toRead(file), name: name.trim(), delimiter: separator, columnNames: context.option('columns')?.split(',').map(column => column.trim()),
    subject: context.option('subject'), label: context.option('label'), positive: context.option('positive'),
    ignore: context.list('ignore'), features: context.list('feature'), text: context.list('text'), dryRun: context.flag('dry-run'),
  })
}

const importJson = ({ dataset, delimiter, columns, labelPositive, rows, rejects, sha256 }: ImportReport): object => ({
  ...(dataset === undefined ? { dryRun: true } : { datasetId: dataset.datasetId, name: dataset.name }),
  rows, rejected: rejects.length, sha256, delimiter, labelPositive,
  columns: columns.map(({ name, type, role, why }) => ({ name, type, role, guessed: why !== 'asked' })),
  rejects: rejects.map(reject => ({ row: reject.row, line: reject.line, column: columnName(reject, columns), reason: reject.reason })),
})

export function importLines(report: ImportReport): string[] {
  const { dataset, delimiter, columns, labelPositive, rows, rejects } = report
  const head = dataset === undefined
    ? `Dry run: ${count(rows, 'row')} would be imported; nothing was changed.`
    : `Imported ${count(rows, 'row')} as "${dataset.name}" (${dataset.datasetId}).`
  return [
    head,
    `Delimiter: ${{ ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'bar' }[delimiter] ?? delimiter}. Columns:`,
    ...table(columns.map(column => [`  ${column.name}`, column.type, `${column.role}${reasons[column.why]}`, distinctWords(column)])),
    ...labelLines(columns, labelPositive),
    ...rejectLines(rejects, columns),
  ]
}

function labelLines(columns: ImportReport['columns'], positive: string | null): string[] {
  if (positive === null) return ['No label column was found: give one with --label to train a model.']
  const several = (columns.find(({ role }) => role === 'label')?.distinct ?? 0) > 2
  return [several ? `More than two label values; where two classes are asked for, ${positive} counts as positive.` : `Positive label value: ${positive}`]
}

const reasons: Readonly<Record<ProposedColumn['why'], string>> = {
  asked: '', name: ' (guessed from its name)', 'two-values': ' (guessed: two values)', 'no-values': ' (guessed: no values)',
  'many-texts': ' (guessed: nearly all texts differ)', rest: '',
}

const distinctWords = ({ distinct, empty }: ProposedColumn): string =>
  `${distinct > 1000 ? 'more than 1,000' : distinct.toLocaleString('en')} different${empty === 0 ? '' : `, ${empty.toLocaleString('en')} empty`}`

const why: Readonly<Record<Reject['reason'], string>> = {
  'cell-count': 'has another number of cells than the header', 'not-a-number': 'is not a number', 'bad-quote': 'has a quote where none may be',
  'nul-character': 'contains a NUL character', blank: 'is blank', suppressed: 'belongs to a person who was erased and is on the suppression list',
  'no-identifier': 'is empty, but every row needs its person\'s identifier',
}

/** The first of the records set aside; `all` says how many there are where `rejects` holds not all of them. */
export function rejectLines(rejects: readonly Reject[], columns: readonly { name: string }[], all = rejects.length): string[] {
  if (rejects.length === 0) return ['Every record could be read.']
  const listed = rejects.slice(0, shownRejects).map(reject => {
    const column = columnName(reject, columns)
    return `  line ${reject.line} (row ${reject.row})${column === null ? '' : `, column "${column}"`}: ${why[reject.reason]}`
  })
  const more = all > shownRejects ? [`  … and ${(all - shownRejects).toLocaleString('en')} more`] : []
  return [`Set aside ${count(all, 'record')}; correct them in the file and import it again if they matter:`, ...listed, ...more]
}

const columnName = ({ position }: Reject, columns: readonly { name: string }[]): string | null => (position === null ? null : columns[position]!.name)
