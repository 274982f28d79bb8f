import { Guarantee } from '../../../contract/model.ts'
import type { LawSummary } from '../../../contract/law.ts'
import type { Policy, Settings } from '../../../contract/settings.ts'
import { Law } from '../../../contract/shape.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { count, printable, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

export const settingsShowCommand: Command = {
  name: 'settings show',
  arguments: [],
  options: {},
  about: 'Show the settings of the workspace: who answers for the data, the policy, law and calendar',
  examples: ['lethe settings show'],
  async run({ call }) {
    const settings = await call('settings.show', {})
    return { json: settings, lines: settingsLines(settings) }
  },
}

const guarantees = Guarantee.options.join(', ')
const laws = Law.options.join(', ')

export const settingsChangeCommand: Command = {
  name: 'settings change',
  arguments: [],
  options: {
    organisation: { value: 'NAME', about: 'who answers for the data; stated in every record made from now on' },
    contact: { value: 'TEXT', about: 'how to reach them; stated there too' },
    'no-organisation': { about: 'state neither' },
    guarantee: { value: 'G', about: `the least a method must promise: ${guarantees} (every method)` },
    'accuracy-floor': { value: 'SHARE', about: 'accuracy no model may fall below by an erasure, such as 0.75 or 75%; "none" for no floor' },
    'batch-days': { value: 'N', about: 'days an approved request may wait for others, 0 to 30' },
    law: { value: 'LAW', about: `the law a request is opened under where none is named: ${laws}` },
    'due-soon-days': { value: 'N', about: 'days before its due date from which a request is called due soon, 1 to 30' },
    calendar: { value: 'ID', about: 'whose public holidays count, such as DE-BE, for each law that offers it; several with commas; "none" for weekends alone' },
    reading: { value: 'NAME=CHOICE', about: 'how a law is read where that is disputed, as "lethe law list" shows them; several with commas' },
    'time-zone': { value: 'ZONE', about: 'whose calendar days count, such as Europe/Berlin; "here" for that of this computer' },
  },
  about: 'Change settings; what is not named stays, and a changed policy is an entry of the ledger',
  examples: ['lethe settings change --guarantee none --accuracy-floor 75%', 'lethe settings change --organisation "Clinic Nord" --contact privacy@clinic.example --time-zone Europe/Berlin'],
  async run(context) {
    const { call, option, flag } = context
    const names = Object.keys(settingsChangeCommand.options)
    if (!names.some(name => option(name) !== undefined || flag(name))) throw new CoreError('usage/missing-option', { option: names.map(name => `--${name}`).join(' or '), command: 'settings change' })
    const before = await call('settings.show', {})
    const calendars = calendarsOf(option('calendar'), before, option('calendar') === undefined ? [] : await call('law.list', {}))
    const settings = await call('settings.change', { ...changed(before, context), calendars })
    return { json: settings, lines: settingsLines(settings) }
  },
}

function changed(before: Settings, { option, flag }: CommandContext): Settings {
  const { policy } = before
  const zone = option('time-zone')
  if (flag('no-organisation') && (option('organisation') ?? option('contact')) !== undefined) throw new CoreError('usage/options-exclude', { first: '--no-organisation', second: option('contact') === undefined ? '--organisation' : '--contact' })
  return {
    organisation: flag('no-organisation') ? { name: '', contact: '' } : { name: option('organisation') ?? before.organisation.name, contact: option('contact') ?? before.organisation.contact },
    policy: {
      guarantee: oneOf(Guarantee.options, option('guarantee'), '--guarantee') ?? policy.guarantee,
      accuracyFloor: floorOf(option('accuracy-floor'), policy),
      batchDays: wholeNumber(option('batch-days'), '--batch-days', { least: 0, most: 30, otherwise: policy.batchDays }),
    },
    law: oneOf(Law.options, option('law'), '--law') ?? before.law,
    dueSoonDays: wholeNumber(option('due-soon-days'), '--due-soon-days', { least: 1, most: 30, otherwise: before.dueSoonDays }),
    timeZone: zone === undefined ? before.timeZone : zone === 'here' ? null : zone,
    calendars: before.calendars, readings: readingsOf(option('reading'), before),
  }
}

function calendarsOf(given: string | undefined, { calendars }: Settings, laws: readonly LawSummary[]): Settings['calendars'] {
  if (given === undefined) return calendars
  if (given === 'none') return {}
  const chosen = { ...calendars }
  for (const id of given.split(',').map(one => one.trim())) {
    const offering = laws.filter(law => law.calendars.some(one => one.calendar === id))
    if (offering.length === 0) throw new CoreError('settings/unknown-calendar', { calendar: id, law: 'any law', near: null })
    for (const { law } of offering) chosen[law] = id
  }
  return chosen
}

function readingsOf(given: string | undefined, { readings }: Settings): Settings['readings'] {
  const pairs = given?.split(',').map(one => /^\s*([\w.-]+)=([\w-]+)\s*$/.exec(one)) ?? []
  return { ...readings, ...Object.fromEntries(pairs.map(pair => {
    if (pair === null) throw new CoreError('usage/bad-option-value', { option: '--reading', expected: 'a reading and a choice such as gdpr.regional-holidays=counted' })
    return [pair[1]!, pair[2]!]
  })) }
}

function oneOf<T extends string>(options: readonly T[], given: string | undefined, option: string): T | undefined {
  if (given === undefined) return undefined
  const found = options.find(known => known === given)
  if (found === undefined) throw new CoreError('usage/bad-option-value', { option, expected: `one of ${options.join(', ')}` })
  return found
}

function floorOf(given: string | undefined, { accuracyFloor }: Policy): number | null {
  if (given === undefined) return accuracyFloor
  if (given === 'none') return null
  const [, digits, sign] = /^(\d{1,3}(?:\.\d{1,6})?)(%?)$/.exec(given) ?? []
  const share = digits === undefined ? Number.NaN : sign === '%' ? Number(digits) / 100 : Number(digits)
  if (!(share >= 0 && share <= 1)) throw new CoreError('usage/bad-option-value', { option: '--accuracy-floor', expected: 'a share such as 0.75 or 75%, or "none"' })
  return share
}

const guaranteeLines = { 'same-bits': 'same bits as retraining, nothing weaker', certified: 'certified or better', none: 'every method, also without a guarantee' } as const

function settingsLines({ organisation, policy, law, dueSoonDays, timeZone, calendars, readings }: Settings): string[] {
  return table([
    ['organisation', organisation.name === '' ? 'not stated' : printable(organisation.name)],
    ['contact', organisation.contact === '' ? 'not stated' : printable(organisation.contact)],
    ['guarantee', guaranteeLines[policy.guarantee]],
    ['accuracy floor', policy.accuracyFloor === null ? 'none' : `${Number((policy.accuracyFloor * 100).toPrecision(12))} % of unseen rows`],
    ['batching', policy.batchDays === 0 ? 'a request need not wait for others' : `up to ${count(policy.batchDays, 'day')} after receipt, never past the due date`],
    ['law', law], ['due soon', `from ${count(dueSoonDays, 'day')} before the due date`], ['time zone', timeZone === null ? 'that of this computer' : printable(timeZone)],
    ['holidays', Object.keys(calendars).length === 0 ? 'none: weekends alone' : Object.entries(calendars).map(([of, id]) => `${of}: ${id}`).join(', ')],
    ['readings', Object.keys(readings).length === 0 ? 'the cautious ones' : Object.entries(readings).map(([name, choice]) => `${name}=${choice}`).join(', ')],
  ])
}
