import type { LawSummary } from '../../../contract/law.ts'
import type { Command } from '../command.ts'
import { table } from '../terminal.ts'

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
