import { Guarantee } from '../../../contract/model.ts'
import type { LawSummary } from '../../../contract/law.ts'
import type { Policy, Settings } from '../../../contract/settings.ts'
import { Law } from '../../../contract/shape.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { oneOf } from '../one-of.ts'
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
    'small-batch': { value: 'N', about: 'people who must be erased between two exports of a dataset\'s models, 1 to 1000; for fewer an export has to be accepted' },
    'grace-hours': { value: 'N', about: 'hours in which an approval can be taken back and nothing is erased, 0 (none) to 720' },
    'duplicate-days': { value: 'N', about: 'days after a request ended in which another of the same person is told to be its duplicate, 0 to 400' },
    'identity-days': { value: 'N', about: 'days a person who was asked who they are has to show it, 1 to 365; "none": until the answer is due' },
    law: { value: 'LAW', about: `the law a request is opened under where none is named: ${laws}` },
    'due-soon-days': { value: 'N', about: 'days before its due date from which a request is called due soon, 1 to 30' },
    calendar: { value: 'ID', about: 'whose public holidays count, such as DE-BE, for each law that offers it; several with commas; "none" for weekends alone' },
    reading: { value: 'NAME=CHOICE', about: 'how a law is read where that is disputed, as "lethe law list" shows them; several with commas' },
    'phone-country': { value: 'CODE', about: 'the country calling code, such as 49, of telephone numbers that are written without one; "none" to take none' },
    'suppression-years': { value: 'N', about: 'years after which the keyed hashes that keep erased people from being imported again are destroyed, 1 to 100; "none" to keep them' },
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
      smallBatch: wholeNumber(option('small-batch'), '--small-batch', { least: 1, most: 1000, otherwise: policy.smallBatch }),
    },
    matching: {
      phoneCountry: countryOf(option('phone-country'), before),
      suppressionYears: option('suppression-years') === 'none' ? null : option('suppression-years') === undefined ? before.matching.suppressionYears : wholeNumber(option('suppression-years'), '--suppression-years', { least: 1, most: 100, otherwise: 1 }),
    },
    requests: {
      graceHours: wholeNumber(option('grace-hours'), '--grace-hours', { least: 0, most: 720, otherwise: before.requests.graceHours }),
      duplicateDays: wholeNumber(option('duplicate-days'), '--duplicate-days', { least: 0, most: 400, otherwise: before.requests.duplicateDays }),
      identityDays: option('identity-days') === 'none' ? null : option('identity-days') === undefined ? before.requests.identityDays : wholeNumber(option('identity-days'), '--identity-days', { least: 1, most: 365, otherwise: 1 }),
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

function countryOf(given: string | undefined, { matching }: Settings): string | null {
  if (given === undefined) return matching.phoneCountry
  if (given === 'none') return null
  const code = given.replace(/^\+|^00/, '')
  if (!/^[1-9]\d{0,2}$/.test(code)) throw new CoreError('usage/bad-option-value', { option: '--phone-country', expected: 'a country calling code such as 49, or "none"' })
  return code
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

function settingsLines({ organisation, policy, law, dueSoonDays, timeZone, calendars, readings, matching, requests }: Settings): string[] {
  return table([
    ['organisation', organisation.name === '' ? 'not stated' : printable(organisation.name)],
    ['contact', organisation.contact === '' ? 'not stated' : printable(organisation.contact)],
    ['guarantee', guaranteeLines[policy.guarantee]],
    ['accuracy floor', policy.accuracyFloor === null ? 'none' : `${Number((policy.accuracyFloor * 100).toPrecision(12))} % of unseen rows`],
    ['batching', policy.batchDays === 0 ? 'a request need not wait for others' : `up to ${count(policy.batchDays, 'day')} after receipt, never past the due date`],
    ['exports', policy.smallBatch === 1 ? 'however few people were erased since the last' : `to be accepted where fewer than ${count(policy.smallBatch, 'person', 'people')} were erased since the last`],
    ['approval', requests.graceHours === 0 ? 'final' : `can be taken back for ${count(requests.graceHours, 'hour')}, nothing erased before`],
    ['duplicates', `told until ${count(requests.duplicateDays, 'day')} after the earlier request ended`],
    ['identity', requests.identityDays === null ? 'to be shown until the answer is due' : `to be shown within ${count(requests.identityDays, 'day')}`],
    ['phone numbers', matching.phoneCountry === null ? 'only with their country code' : `without a country code: +${matching.phoneCountry}`],
    ['suppression', matching.suppressionYears === null ? 'erased people are kept from coming back for good' : `erased people are kept from coming back for ${count(matching.suppressionYears, 'year')}`],
    ['law', law], ['due soon', `from ${count(dueSoonDays, 'day')} before the due date`], ['time zone', timeZone === null ? 'that of this computer' : printable(timeZone)],
    ['holidays', Object.keys(calendars).length === 0 ? 'none: weekends alone' : Object.entries(calendars).map(([of, id]) => `${of}: ${id}`).join(', ')],
    ['readings', Object.keys(readings).length === 0 ? 'the cautious ones' : Object.entries(readings).map(([name, choice]) => `${name}=${choice}`).join(', ')],
  ])
}
