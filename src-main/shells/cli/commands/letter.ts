import { resolve } from 'node:path'
import { LetterKind, type FoundFact, type LetterDraft, type LetterSummary } from '../../../contract/letter.ts'
import { Law } from '../../../contract/shape.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { readWholeText } from '../read-value.ts'
import { printable, table } from '../terminal.ts'
import { dayOption, formatOf } from '../out-format.ts'

const requestAndKind = [{ name: 'REQUEST', about: 'id of the request' }, { name: 'KIND', about: LetterKind.options.join(', ') }]

/** What was typed as one of these, or 'usage/bad-option-value'. */
function oneOf<T extends string>(options: readonly T[], given: string, name: string): T {
  const found = options.find(known => known === given)
  if (found === undefined) throw new CoreError('usage/bad-option-value', { option: name, expected: `one of ${options.join(', ')}` })
  return found
}

const kindOf = (given: string): LetterKind => oneOf(LetterKind.options, given, 'KIND')

const lettersAnswer = (letters: readonly LetterSummary[]) => ({
  json: { letters },
  lines: letters.length === 0 ? ['No letter is owed for this request.'] : table([
    ['letter', 'state', 'due', 'sent', 'text'],
    ...letters.map(({ kind, state, dueAt, sentOn, saved }) => [kind, state, dueAt ?? '', sentOn ?? '', saved ? 'kept' : state === 'sent' ? 'destroyed' : 'from the template']),
  ]),
})

export const letterListCommand: Command = {
  name: 'letter list',
  arguments: [{ name: 'REQUEST', about: 'id of the request' }],
  options: {},
  about: 'List the letters of a request: those that are owed, may be sent, or were',
  examples: ['lethe letter list rq-4f0c9b7a21d3'],
  run: async ({ call, arguments: args }) => lettersAnswer(await call('letter.list', { requestId: args['REQUEST']! })),
}

const factLines = (facts: readonly FoundFact[]): string[] => facts.filter(({ met }) => !met).map(({ force, says, article }) => `${force === 'must' ? 'MISSING' : 'missing, good practice'}: ${says} (${article})`)

function draftAnswer(draft: LetterDraft) {
  const missing = factLines(draft.facts)
  return {
    json: draft,
    lines: [
      ...draft.text.trimEnd().split('\n').map(printable), '',
      ...(missing.length === 0 ? ['It says every fact that the law demands, as far as that can be told.'] : missing),
      ...draft.mustNotSay.map(({ words, why }) => `LOOK AT: ${printable(words)}: ${why}`),
    ],
  }
}

export const letterDraftCommand: Command = {
  name: 'letter draft',
  arguments: requestAndKind,
  options: {},
  about: 'Show a letter, as kept or made from its template, and which of the facts its law demands are missing',
  examples: ['lethe letter draft rq-4f0c9b7a21d3 completed'],
  run: async ({ call, arguments: args }) => draftAnswer(await call('letter.draft', { requestId: args['REQUEST']!, kind: kindOf(args['KIND']!) })),
}

export const letterSaveCommand: Command = {
  name: 'letter save',
  arguments: requestAndKind,
  options: { file: { value: 'FILE', about: 'the text; "-" reads standard input' }, anew: { about: 'forget the kept text and begin with the template again' } },
  about: 'Keep a changed text of a letter, sealed, until nothing is owed any more; missing facts are told and refuse nothing',
  examples: ['lethe letter save rq-4f0c9b7a21d3 completed --file letter.txt', 'lethe letter save rq-4f0c9b7a21d3 completed --anew'],
  async run({ call, arguments: args, option, flag }) {
    const text = await textOrAnew(option('file'), flag('anew'), 'letter save', '--anew')
    return draftAnswer(await call('letter.save', { requestId: args['REQUEST']!, kind: kindOf(args['KIND']!), text }))
  },
}

/** The text of --file, or null where the other option was given. */
async function textOrAnew(file: string | undefined, anew: boolean, command: string, other: string): Promise<string | null> {
  if (file !== undefined && anew) throw new CoreError('usage/options-exclude', { first: '--file', second: other })
  if (file === undefined && !anew) throw new CoreError('usage/missing-option', { option: `--file FILE or ${other}`, command })
  return file === undefined ? null : readWholeText(file)
}

export const letterExportCommand: Command = {
  name: 'letter export',
  arguments: requestAndKind,
  options: { out: { value: 'FILE', about: 'where to write it: FILE.pdf, or any other name for plain text' } },
  about: 'Write a letter to a file, as text or as a tagged PDF; sending it is yours',
  examples: ['lethe letter export rq-4f0c9b7a21d3 completed --out letter.pdf'],
  async run({ lethe, arguments: args, option }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE', command: 'letter export' })
    const kind = kindOf(args['KIND']!)
    const { call, toWrite } = await lethe()
    const letter = { ...await call('letter.export', { requestId: args['REQUEST']!, kind, format: formatOf(out), file: await toWrite(out) }), file: resolve(out) }
    return { json: letter, lines: [`Wrote ${letter.file}. It names the person: send it, and keep no copy longer than you must.`, `When it is sent: lethe letter sent ${args['REQUEST']!} ${kind}`] }
  },
}

export const letterSentCommand: Command = {
  name: 'letter sent',
  arguments: requestAndKind,
  options: { on: dayOption('the day it was sent; today by default') },
  about: 'Note that the person was sent a letter; once nothing is owed, what names them is destroyed',
  examples: ['lethe letter sent rq-4f0c9b7a21d3 completed', 'lethe letter sent rq-4f0c9b7a21d3 acknowledgement --on 2026-11-20'],
  async run({ call, arguments: args, option }) {
    const requestId = args['REQUEST']!
    const on = option('on')
    const letters = await call('letter.sent', { requestId, kind: kindOf(args['KIND']!), ...(on === undefined ? {} : { on }) })
    const answer = lettersAnswer(letters)
    return letters.some(({ answer, state }) => answer && state === 'sent') && !(await call('request.identifiers', { requestId })).kept
      ? { ...answer, lines: [...answer.lines, 'Nothing is owed any more: what named the person is destroyed.'] } : answer
  },
}

export const letterTemplatesCommand: Command = {
  name: 'letter templates',
  arguments: [],
  options: { law: { value: 'LAW', about: `of this law alone: ${Law.options.join(', ')}` }, kind: { value: 'KIND', about: 'the text of this one, with --law' } },
  about: 'List what letters begin with, and the placeholders there are; or show one',
  examples: ['lethe letter templates', 'lethe letter templates --law gdpr --kind denied'],
  async run({ call, option }) {
    const [law, kind] = [option('law'), option('kind')]
    if (kind !== undefined && law === undefined) throw new CoreError('usage/missing-option', { option: '--law LAW', command: 'letter templates --kind' })
    const found = await call('letter.templates', law === undefined ? {} : { law: oneOf(Law.options, law, '--law') })
    const templates = kind === undefined ? found.templates : found.templates.filter(one => one.kind === kindOf(kind))
    return {
      json: { templates, placeholders: found.placeholders },
      lines: kind !== undefined ? [...templates[0]!.text.trimEnd().split('\n').map(printable), ...factLines(templates[0]!.facts)]
        : [...table([['law', 'letter', 'template'], ...templates.map(one => [one.law, one.kind, one.ours ? 'as it came' : 'changed here'])]), '', ...table(found.placeholders.map(({ name, about }) => [`{${name}}`, about]))],
    }
  },
}

export const letterTemplateCommand: Command = {
  name: 'letter template',
  arguments: [{ name: 'LAW', about: Law.options.join(', ') }, { name: 'KIND', about: LetterKind.options.join(', ') }],
  options: { file: { value: 'FILE', about: 'the text; "-" reads standard input' }, ours: { about: 'take the one again that came with Lethe' } },
  about: 'Change what letters of one law and kind begin with',
  examples: ['lethe letter template gdpr denied --file denied.txt', 'lethe letter template gdpr denied --ours'],
  async run({ call, arguments: args, option, flag }) {
    const input = { law: oneOf(Law.options, args['LAW']!, 'LAW'), kind: kindOf(args['KIND']!) }
    const template = await call('letter.change-template', { ...input, text: await textOrAnew(option('file'), flag('ours'), 'letter template', '--ours') })
    return { json: template, lines: [`Letters "${template.kind}" under ${template.law} begin with ${template.ours ? 'the template that came with Lethe' : 'your template'}.`, ...factLines(template.facts)] }
  },
}
