import type { LawSummary } from '../../../contract/law.ts'
import type { Command } from '../command.ts'
import { table } from '../terminal.ts'
import { lawOf, timeOf } from './request.ts'

export const lawListCommand: Command = {
  name: 'law list',
  arguments: [],
  options: {},
  about: 'The laws a request can be made under: their rules, calendars, what is disputed and what is chosen',
  examples: ['lethe law list'],
  async run({ call }) {
    const laws = await call('law.list', {})
    return { json: { laws }, lines: [...laws.flatMap(lawLines), 'This is no legal advice.'] }
  },
}

export const lawDueCommand: Command = {
  name: 'law due',
  arguments: [],
  options: {
    law: { value: 'LAW', about: 'the law; that of the settings by default' },
    received: { value: 'TIME', about: 'when a request is received, as 2026-11-24 or 2026-11-24T09:30; now by default' },
  },
  about: 'What would be due when, for a request received on some day',
  examples: ['lethe law due --law ccpa --received 2026-11-20'],
  async run({ call, option }) {
    const received = option('received')
    const law = lawOf(option('law')) ?? (await call('settings.show', {})).law
    const days = await call('law.due', { law, ...(received === undefined ? {} : { receivedAt: timeOf(received).toISOString() }) })
    const { dueAt, acknowledgeBy, extension } = days
    return {
      json: { law, ...days },
      lines: [
        ...(acknowledgeBy === null ? [] : [`Confirm receipt by ${acknowledgeBy}.`]), `Answer due by ${dueAt} (${law}).`,
        extension === null ? 'It cannot be extended.' : `Extended it is due by ${extension.dueAt}; the person must be told by ${extension.noticeBy}.`,
      ],
    }
  },
}

const lawLines = ({ law, name, ruleVersion, checkedOn, rules, calendars, calendar, readings, extensionReasons }: LawSummary): string[] => [
  `${name} (${law}), rule ${ruleVersion}, sources read ${checkedOn}`,
  ...table(rules.map(rule => [`  ${rule.about}`, `${rule.words} [${rule.source}]`])),
  `  calendar: ${calendar ?? 'none chosen, weekends alone count'}; there are ${calendars.map(one => one.calendar).join(', ')}`,
  ...readings.flatMap(({ reading, about, source, chosen, choices }) => [
    `  ${reading}: ${about} [${source}]`, ...table(choices.map(({ choice, about: means }) => [`    ${choice === chosen ? '*' : ' '} ${choice}`, means])),
  ]),
  `  reasons for an extension: ${extensionReasons.map(({ reason, words }) => `${reason} (${words})`).join(' ')}`,
  '',
]
