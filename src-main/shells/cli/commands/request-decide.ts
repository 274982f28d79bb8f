import { IdentityCheck, NotedEvent } from '../../../contract/request.ts'
import { Law } from '../../../contract/shape.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { oneOf } from '../one-of.ts'
import { readRowNumbers } from '../read-value.ts'
import { count } from '../terminal.ts'
import { requestArgument } from './request-show.ts'

export const requestAskIdentityCommand: Command = {
  name: 'request ask-identity',
  arguments: requestArgument,
  options: {},
  about: 'Note that the person was asked today who they are; the request waits for them',
  examples: ['lethe request ask-identity rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.ask-identity', { requestId: args['REQUEST']! })
    return { json: request, lines: [`Request ${request.requestId} waits for the person to show who they are. It is due by ${request.dueAt}.`, `When it comes: lethe request note ${request.requestId} --what identity-received --on DAY`] }
  },
}

export const requestNoteCommand: Command = {
  name: 'request note',
  arguments: requestArgument,
  options: {
    what: { value: 'EVENT', about: `what happened: ${NotedEvent.options.join(', ')}` },
    on: { value: 'DAY', about: 'the day it happened, such as 2026-11-24' },
  },
  about: 'Note a day a deadline may depend on; the day the answer is due is counted anew',
  examples: ['lethe request note rq-4f0c9b7a21d3 --what identity-received --on 2026-11-24'],
  async run({ call, arguments: args, option }) {
    const what = oneOf(NotedEvent.options, option('what'), '--what')
    const on = option('on')
    if (what === undefined || on === undefined) throw new CoreError('usage/missing-option', { option: what === undefined ? '--what EVENT' : '--on DAY', command: 'request note' })
    if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || new Date(`${on}T00:00Z`).toJSON()?.slice(0, 10) !== on) throw new CoreError('usage/bad-option-value', { option: '--on', expected: 'a day such as 2026-11-24' })
    const request = await call('request.note', { requestId: args['REQUEST']!, what, on })
    return { json: request, lines: [`Noted. Request ${request.requestId} is due by ${request.dueAt}.`] }
  },
}

export const requestVerifyCommand: Command = {
  name: 'request verify',
  arguments: requestArgument,
  options: { how: { value: 'HOW', about: `how the identity was verified: ${IdentityCheck.options.join(', ')}; vouched for otherwise` } },
  about: 'Say that the person who asks is who they say, and how that was told',
  examples: ['lethe request verify rq-4f0c9b7a21d3', 'lethe request verify rq-4f0c9b7a21d3 --how logged-in'],
  async run({ call, arguments: args, option }) {
    const how = oneOf(IdentityCheck.options, option('how'), '--how')
    const request = await call('request.verify', { requestId: args['REQUEST']!, ...(how === undefined ? {} : { how }) })
    return { json: request, lines: [how === undefined ? `Request ${request.requestId} is verified: you vouch for the person's identity.` : `Request ${request.requestId} is verified (${how}).`] }
  },
}

export const reasonListCommand: Command = {
  name: 'reason list',
  arguments: [],
  options: { law: { value: 'LAW', about: `the law: ${Law.options.join(', ')}; that of the settings by default` } },
  about: 'List the reasons of a law for which rows may be kept, or a request denied',
  examples: ['lethe reason list --law gdpr'],
  async run({ call, option }) {
    const law = oneOf(Law.options, option('law'), '--law') ?? (await call('settings.show', {})).law
    const reasons = await call('reason.list', { law })
    return {
      json: { law, reasons },
      lines: [...reasons.flatMap(({ code, article, paraphrase, givenFor, mustBeTold, verified, note }) => [
        `${code}  ${article}  (${{ keep: 'to keep rows', deny: 'to deny a request', neither: 'neither keeps nor denies' }[givenFor]})`, `  ${paraphrase}`,
        ...(note === undefined ? [] : [`  ${note}`]), '  The person must be told:', ...mustBeTold.map(told => `    - ${told}`), `  Source: ${verified}.`,
      ]), 'Not legal advice: a person chooses the reason.'],
    }
  },
}

export const requestDecideCommand: Command = {
  name: 'request decide',
  arguments: requestArgument,
  options: {
    rows: { value: 'FILE', about: 'the rows: a file with one row number per line, "-" for standard input, or "all"' },
    dataset: { value: 'DATASET', about: 'the dataset they are in; needed where the request is about several' },
    keep: { value: 'CODE', about: 'keep them, for this reason of its law ("lethe reason list")' },
    erase: { about: 'erase them: none of them is kept any more' },
  },
  about: 'Decide for rows of a request whether they are erased, or kept for a reason',
  examples: ['lethe request decide rq-4f0c9b7a21d3 --rows invoices.txt --keep gdpr.17-3-b', 'lethe request decide rq-4f0c9b7a21d3 --rows all --erase'],
  async run({ call, arguments: args, option, flag }) {
    const [file, keep, requestId] = [option('rows'), option('keep'), args['REQUEST']!]
    if (file === undefined) throw new CoreError('usage/missing-option', { option: '--rows FILE', command: 'request decide' })
    if (keep !== undefined && flag('erase')) throw new CoreError('usage/options-exclude', { first: '--keep', second: '--erase' })
    if (keep === undefined && !flag('erase')) throw new CoreError('usage/missing-option', { option: '--keep CODE or --erase', command: 'request decide' })
    const rows = file === 'all' ? 'all' as const : await readRowNumbers(file)
    if (rows.length === 0) throw new CoreError('request/no-rows-named', {})
    const datasets = option('dataset') === undefined ? (await call('request.show', { requestId })).datasets.map(({ datasetId }) => datasetId) : [option('dataset')!]
    if (datasets.length !== 1 && rows !== 'all') throw new CoreError('usage/missing-option', { option: '--dataset DATASET', command: 'request decide' })
    let request = await call('request.show', { requestId })
    for (const dataset of datasets) request = await call('request.decide', { requestId, dataset, rows, decision: keep === undefined ? 'erase' : { keep } })
    const toErase = request.matchedRows - request.keptRows
    return {
      json: request,
      lines: [`Of request ${requestId}, ${count(toErase, 'row')} ${toErase === 1 ? 'is' : 'are'} to be erased and ${request.keptRows.toLocaleString('en')} kept.`,
        toErase === 0 ? `Nothing is left to erase: lethe request deny ${requestId} --reason CODE` : `Next: lethe request submit ${requestId}, or lethe request approve ${requestId}`],
    }
  },
}

export const requestSubmitCommand: Command = {
  name: 'request submit',
  arguments: requestArgument,
  options: {},
  about: 'Say that everything is decided, for someone to approve it',
  examples: ['lethe request submit rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.submit', { requestId: args['REQUEST']! })
    return { json: request, lines: [`Request ${request.requestId} waits for approval.`] }
  },
}

export const requestApproveCommand: Command = {
  name: 'request approve',
  arguments: requestArgument,
  options: {},
  about: 'Approve a verified request; its rows are out of every new training from now on',
  examples: ['lethe request approve rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.approve', { requestId: args['REQUEST']! })
    return {
      json: request,
      lines: [`Request ${request.requestId} is approved.`, ...(request.graceUntil === null ? [] : [`Until ${request.graceUntil} this can be taken back (lethe request undo-approval ${request.requestId}), and nothing is erased.`]), `Next: lethe erase ${request.requestId}`],
    }
  },
}

export const requestUndoApprovalCommand: Command = {
  name: 'request undo-approval',
  arguments: requestArgument,
  options: {},
  about: 'Take an approval back, as long as the settings of then allow it',
  examples: ['lethe request undo-approval rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.undo-approval', { requestId: args['REQUEST']! })
    return { json: request, lines: [`Request ${request.requestId} is no longer approved; its rows are not restricted any more.`] }
  },
}
