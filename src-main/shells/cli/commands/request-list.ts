import type { Input } from '../../../contract/api.ts'
import { DropList, type ListColumns, type ListProblem, type ListReport } from '../../../contract/list.ts'
import { Identifier } from '../../../contract/request.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Answer, CommandContext, OptionRule } from '../command.ts'
import { oneOf } from '../one-of.ts'
import { count, printable } from '../terminal.ts'

const kinds = Identifier.unwrap().shape.kind.options
const uses = ['law', 'received', 'channel', 'name', 'contact'] as const

/** Options of `request open` that go with a list. */
export const listOptions: Readonly<Record<string, OptionRule>> = {
  list: { value: 'FILE', about: 'a file of requests instead, one a line: CSV in UTF-8 with a header line' },
  column: { value: 'COLUMN=USE', repeatable: true, about: `what a column of the list holds: ${kinds.join(', ')} (identifiers), ${uses.join(', ')}; remembered for its header, and guessed where never said` },
  in: { value: 'DATASET', repeatable: true, about: 'look in these datasets only; in every one by default' },
  drop: { about: 'the list is one of California\'s Delete Request and Opt-out Platform: work items and hashes' },
  'drop-list': { value: 'LIST', about: `which of its lists, where the name of the file does not tell: ${DropList.options.join(', ')}` },
  'drop-columns': { value: 'DATASET:COL,…', repeatable: true, about: 'the columns its hashes are made of, in their order, where that is more than an address or a number' },
  'dry-run': { about: 'say what would become of each line; store nothing' },
}

const shownLines = 20

const problems: { readonly [problem in ListProblem]: string } = {
  'cell-count': 'has another number of cells than the header line', 'bad-quote': 'has a quote where none may be', 'nul-character': 'contains a NUL character',
  'no-identifier': 'names nobody: every identifier is blank', 'not-an-e-mail': 'is no e-mail address', 'not-a-phone': 'is no telephone number', 'phone-without-country': 'has no country code, and the settings name no country for such numbers',
  'too-long': 'is too long', 'unknown-law': 'is no law Lethe knows', 'not-a-time': 'is no day such as 2026-11-24 and no time such as 2026-11-24T09:30', 'in-the-future': 'is in the future', 'unknown-channel': 'is no channel Lethe knows',
  'not-a-work-item': 'is no work item: twelve letters and digits', 'work-item-repeated': 'is a work item that stands above as well', 'not-a-hash': 'is no hash: 44 characters of Base64',
}

/** Loads a list, or says what that would do. */
export async function openList(context: CommandContext, given: Pick<Input<'request.load-list'>, 'law' | 'receivedAt' | 'channel'>): Promise<Answer> {
  const { option, flag, each, list } = context
  const dropList = oneOf(DropList.options, option('drop-list'), '--drop-list')
  const isDrop = flag('drop') || dropList !== undefined || each('drop-columns').length > 0
  const columns = columnsGiven(each('column'))
  if (isDrop && columns !== undefined) throw new CoreError('usage/options-exclude', { first: '--drop', second: '--column' })
  const datasets = list('in')
  const { call, toRead } = await context.lethe()
  const report = await call('request.load-list', {
    file: await toRead(option('list')!), kind: isDrop ? 'drop' : 'csv', ...given, ...(isDrop ? { law: 'ccpa' as const } : {}), dryRun: flag('dry-run'),
    ...(columns === undefined ? {} : { columns }), ...(datasets.length === 0 ? {} : { datasets }), ...(dropList === undefined ? {} : { dropList }), ...(each('drop-columns').length === 0 ? {} : { drop: each('drop-columns').map(dropColumns) }),
  })
  return { json: report, lines: reportLines(report) }
}

function columnsGiven(given: readonly string[]): ListColumns | undefined {
  if (given.length === 0) return undefined
  const identifiers: ListColumns['identifiers'][number][] = []
  const others: Record<string, string> = {}
  for (const one of given) {
    const at = one.lastIndexOf('=')
    const [column, use] = [one.slice(0, at), one.slice(at + 1)]
    const kind = kinds.find(known => known === use)
    const other = uses.find(known => known === use)
    if (at < 1 || (kind === undefined && other === undefined) || (other !== undefined && others[other] !== undefined)) throw new CoreError('usage/bad-option-value', { option: '--column', expected: `COLUMN=USE, where USE is one of ${[...kinds, ...uses].join(', ')}, the last five once each` })
    if (kind !== undefined) identifiers.push({ column, kind })
    else others[other!] = column
  }
  if (identifiers.length === 0) throw new CoreError('list/no-identifier-column', {})
  return { identifiers, ...others }
}

function dropColumns(given: string): { dataset: string; columns: string[] } {
  const at = given.indexOf(':')
  const columns = given.slice(at + 1).split(',').map(column => column.trim())
  if (at < 1 || columns.includes('')) throw new CoreError('usage/bad-option-value', { option: '--drop-columns', expected: 'DATASET:COL,COL,…' })
  return { dataset: given.slice(0, at), columns }
}

const told = (n: number, one: string, many: string): string[] => (n === 0 ? [] : [`  ${n === 1 ? one : many.replace('#', n.toLocaleString('en'))}`])

function reportLines(r: ListReport): string[] {
  const would = r.listId === undefined
  return [
    `${would ? 'Looked at' : `Loaded list ${r.listId}:`} ${count(r.rows, 'line')}${r.columns === null ? ` of DROP's list ${r.drop}` : ''}.${would ? ' Nothing was stored.' : ''}`,
    ...(r.columns === null ? [] : [`Identifiers: ${r.columns.identifiers.map(({ column, kind }) => `${printable(column)} (${kind})`).join(', ')}${{ given: '', remembered: ', as the last time', guessed: ', guessed from the header line' }[r.columnsFrom]}.`]),
    `${would ? 'Would open' : 'Opened'} ${count(r.opened, 'request')} about ${count(r.matchedRows, 'row')}.`,
    ...told(r.duplicates, 'one line is about somebody who is in the list already', '# lines are about somebody who is in the list already'),
    ...told(r.duplicatesOpen, 'one person has an open request already', '# people have an open request already'),
    ...told(r.notFound, 'nothing was found for one person', 'nothing was found for # people'),
    ...told(r.erasedBefore, 'one of them was erased before', '# of them were erased before'),
    ...told(r.rowsPending, 'of one person some rows are being erased by another request', 'of # people some rows are being erased by another request'),
    ...told(r.shared, 'one identifier is shared by several people: opt them all out of sale and sharing yourself', '# identifiers are shared by several people each: opt them all out of sale and sharing yourself'),
    ...(r.refused === 0 ? [] : [
      `Refused ${count(r.refused, 'line')}; correct them and load them anew:`,
      ...r.refusedLines.slice(0, shownLines).map(({ line, column, problem }) => `  line ${line}${column === null ? '' : `, column "${printable(column)}"`}: ${problems[problem]}`),
      ...(r.refused > shownLines ? [`  … and ${(r.refused - shownLines).toLocaleString('en')} more`] : []),
    ]),
    ...(would || r.opened === 0 ? [] : ['Next: verify and approve them, then "lethe erase waiting".']),
  ]
}
