import type { MatchPreview } from '../../../contract/matching.ts'
import { laws } from '../../../contract/request.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { identifierOption, identifiersGiven } from '../identifiers-given.ts'
import { count, printable, table } from '../terminal.ts'
import { lawOf } from './request.ts'
import { requestArgument } from './request-show.ts'

export const requestPreviewCommand: Command = {
  name: 'request preview',
  arguments: [],
  options: {
    identifier: identifierOption,
    in: { value: 'DATASET', repeatable: true, about: 'look in these datasets only; in every one by default' },
    law: { value: 'LAW', about: `the law a request would be made under: ${laws.join(', ')}; that of the settings by default` },
  },
  about: 'Show what a request of a person would be about; nothing is stored',
  examples: ['lethe request preview --identifier e-mail=-', 'lethe request preview --identifier exact=C-1047 --identifier "phone=+49 30 1234567"'],
  async run(context) {
    const identifiers = await identifiersGiven(context)
    if (identifiers.length === 0) throw new CoreError('usage/missing-option', { option: '--identifier KIND=VALUE', command: 'request preview' })
    const datasets = context.list('in')
    const law = lawOf(context.option('law')) ?? (await context.call('settings.show', {})).law
    const preview = await context.call('request.preview', { identifiers, law, ...(datasets.length === 0 ? {} : { datasets }) })
    return { json: preview, lines: previewLines(preview) }
  },
}

export const requestMatchCommand: Command = {
  name: 'request match',
  arguments: requestArgument,
  options: { identifier: identifierOption },
  about: 'Look again for the person of a verified request, in every dataset: for rows that came since, or by other identifiers',
  examples: ['lethe request match rq-4f0c9b7a21d3', 'lethe request match rq-4f0c9b7a21d3 --identifier e-mail=-'],
  async run(context) {
    const identifiers = await identifiersGiven(context)
    const request = await context.call('request.match', { requestId: context.arguments['REQUEST']!, ...(identifiers.length === 0 ? {} : { identifiers }) })
    return { json: request, lines: [`Request ${request.requestId} is about ${count(request.matchedRows, 'row')} now.`, 'What was decided about its rows before is to be decided anew.'] }
  },
}

function previewLines(p: MatchPreview): string[] {
  return [
    `Found ${count(p.rows, 'row')}.`,
    ...table([['dataset', 'rows', 'of an open request', 'columns searched'], ...p.datasets.map(d => [d.datasetId, String(d.rows), String(d.pending), d.columns.map(printable).join(', ')])]),
    ...(p.models.length === 0 ? ['No model learned from these datasets.'] : table([['model', 'learned from', 'tested with'], ...p.models.map(m => [m.modelId, count(m.learnedFrom, 'of these rows', 'of these rows'), count(m.heldBack, 'of these rows', 'of these rows')])])),
    ...(p.duplicates.length === 0 ? [] : [`The same person asked before: ${p.duplicates.join(', ')}.`]),
    ...(p.erasedBefore ? ['This person was erased before.'] : []),
    'Not erased by Lethe:', ...p.elsewhere.map(what => `  ${what}`),
  ]
}
