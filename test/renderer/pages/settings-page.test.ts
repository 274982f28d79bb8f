// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { LawSummary } from '../../../src-main/contract/law.ts'
import type { Settings } from '../../../src-main/contract/settings.ts'
import { calendarForm, policyForm } from '../../../src-renderer/components/settings/settings-forms.ts'
import { settingsParts } from '../../../src-renderer/components/settings/settings-parts.ts'
import OpenRequestPage from '../../../src-renderer/pages/OpenRequestPage.vue'
import SettingsPage from '../../../src-renderer/pages/SettingsPage.vue'
import { fakeClient, refusal, type FakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const settings: Settings = { organisation: { name: 'Clinic North', contact: '' }, policy: { guarantee: 'same-bits', accuracyFloor: 0.755, batchDays: 7, smallBatch: 10 }, matching: { phoneCountry: null, suppressionYears: null }, requests: { graceHours: 0, duplicateDays: 30, identityDays: null }, law: 'uk-gdpr', dueSoonDays: 7, timeZone: null, calendars: {}, readings: {} }
const laws: readonly LawSummary[] = [{
  law: 'gdpr', name: 'GDPR', ruleVersion: 'gdpr-2', checkedOn: '2026-11-23', rules: [{ about: 'answer', words: 'One month.', source: 'Art. 12(3)' }],
  calendars: [{ calendar: 'DE-BE', name: 'Germany, Berlin', checked: true }, { calendar: 'BG', name: 'Bulgaria', checked: false }], calendar: null, extensionReasons: [],
  readings: [{ reading: 'gdpr.identity-pause', about: 'Does it stand still?', source: 'Art. 12(3)', chosen: 'none', choices: [{ choice: 'none', about: 'No.' }, { choice: 'suspended', about: 'Yes.' }] }],
}]
/** An engine that keeps settings. */
function keeping(first: Settings = settings): FakeClient & { set(now: Settings): void } {
  let now = first
  const client = fakeClient({ 'settings.show': () => now, 'settings.change': input => (now = input), 'law.list': () => laws, 'workspace.overview': () => ({ version: '0.1.0', workspaceId: 'ws-1' }) as never })
  return { ...client, set: next => { now = next; client.tell('workspace.changed', { parts: ['settings'] }) } }
}
const gone = () => { throw refusal({ code: 'engine/gone', details: {} }) }
async function open(client: FakeClient, part: string) {
  const { wrapper, router } = await inWindow(SettingsPage, { client, path: `/settings?part=${part}` })
  await flushPromises()
  const field = (label: string) => wrapper.get<HTMLInputElement>(`[id="${wrapper.findAll('label').find(one => one.text().startsWith(label))!.attributes('for')}"]`)
  const button = (name: string) => wrapper.findAll('button').find(one => one.text() === name)
  const save = async () => { await wrapper.get('form').trigger('submit'); await flushPromises() }
  return { wrapper, router, field, button, save }
}
const changes = (client: FakeClient) => client.calls.filter(([name]) => name === 'settings.change').map(([, input]) => input)
const inDialog = (name: string) => [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')].find(one => one.textContent?.trim() === name)!

test('a part is saved with the others as they are now, whoever set them', async () => {
  const client = keeping()
  const { wrapper, field, save } = await open(client, 'organisation')
  await field('Contact').setValue(' privacy@clinic.example ')
  client.set({ ...settings, dueSoonDays: 3 })
  await flushPromises()
  expect([field('Contact').element.value, wrapper.find('.note--warn').exists()]).toEqual([' privacy@clinic.example ', false])
  await save()
  expect(changes(client)).toEqual([{ ...settings, dueSoonDays: 3, organisation: { name: 'Clinic North', contact: 'privacy@clinic.example' } }])
  expect(wrapper.text()).toContain('Nothing was changed.')
})

test('what is wrong is said at its field, and nothing is sent', async () => {
  const client = keeping()
  const { wrapper, field, save } = await open(client, 'policy')
  expect(field('Accuracy floor').element.value).toBe('75.5')
  await field('Accuracy floor').setValue('101')
  await field('Days a request may wait').setValue('31')
  await save()
  expect(wrapper.findAll('[role=alert]').map(one => one.text())).toEqual(['Enter a percentage from 0 to 100, such as 75, or leave the field empty.', 'Enter a whole number of days from 0 to 30.'])
  await field('Accuracy floor').setValue('')
  await field('Days a request may wait').setValue('0')
  await wrapper.get('input[value=none]').setValue()
  await save()
  expect(changes(client)).toEqual([{ ...settings, policy: { guarantee: 'none', accuracyFloor: null, batchDays: 0, smallBatch: 10 } }])
})

test('a time zone nobody knows is refused at its field, by the window or by the engine', async () => {
  const client = keeping()
  const { wrapper, field, save } = await open(client, 'calendar')
  await wrapper.get('input[value=other]').setValue()
  await field('Time zone').setValue('Atlantis/Centre')
  await save()
  expect([changes(client), wrapper.get('.field .error').text().startsWith('There is no such time zone.')]).toEqual([[], true])
  await field('Time zone').setValue('Europe/Berlin')
  client.answer({ 'settings.change': () => { throw refusal({ code: 'settings/unknown-time-zone', details: { timeZone: 'Europe/Berlin' } }) } })
  await save()
  expect([wrapper.findAll('[role=alert]').length, wrapper.get('.field .error').text().startsWith('There is no such time zone.'), field('Time zone').element.value]).toEqual([1, true, 'Europe/Berlin'])
})

test('a refusal leaves what was typed', async () => {
  const client = keeping()
  const { wrapper, field, save } = await open(client, 'organisation')
  await field('Name').setValue('Clinic South')
  client.answer({ 'settings.change': () => { throw refusal({ code: 'workspace/read-only', details: {} }) } })
  await save()
  expect([wrapper.get('.note--failed').text().startsWith('Nothing was saved.'), field('Name').element.value]).toEqual([true, 'Clinic South'])
})

test('the same part changed in another window is told, and either of the two can win', async () => {
  const client = keeping()
  const { wrapper, field, button } = await open(client, 'organisation')
  await field('Name').setValue('Clinic South')
  client.set({ ...settings, organisation: { name: 'Clinic West', contact: '' } })
  await flushPromises()
  expect([field('Name').element.value, wrapper.get('.note--warn').text().includes('changed in another window meanwhile')]).toEqual(['Clinic South', true])
  await button('Show what is saved')!.trigger('click')
  expect([field('Name').element.value, wrapper.find('.note--warn').exists()]).toEqual(['Clinic West', false])
})

test('unsaved settings survive going to another part and an engine that is away, and are asked about before the page is left', async () => {
  const client = keeping()
  const { wrapper, router, field } = await open(client, 'organisation')
  await field('Name').setValue('Clinic South')
  client.answer({ 'settings.show': gone })
  client.tell('engine.changed', { state: 'restarting' })
  client.tell('engine.changed', { state: 'ready' })
  await flushPromises()
  client.answer({ 'settings.show': () => settings })
  client.tell('engine.changed', { state: 'ready' })
  await router.replace('/settings?part=policy')
  await flushPromises()
  expect(wrapper.findAll('[role=tab]').map(tab => tab.text())).toContain('Organisation, not saved')
  await router.replace('/settings?part=organisation')
  await flushPromises()
  expect(field('Name').element.value).toBe('Clinic South')
  const closing = new Event('beforeunload', { cancelable: true })
  dispatchEvent(closing)
  expect(closing.defaultPrevented).toBe(true)
  await router.push('/jobs')
  await flushPromises()
  expect([router.currentRoute.value.path, document.querySelector('[role=dialog]')!.textContent]).toEqual(['/settings', expect.stringContaining('What you changed is not saved yet: Organisation.')])
  inDialog('Stay here').click()
  await flushPromises()
  expect([document.querySelector('[role=dialog]'), field('Name').element.value]).toEqual([null, 'Clinic South'])
  await router.push('/jobs')
  await flushPromises()
  inDialog('Discard and leave').click()
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/jobs'), { timeout: 20_000 })
})

test('nothing is asked where nothing was changed', async () => {
  const { router } = await open(keeping(), 'organisation')
  await router.push('/jobs')
  expect([router.currentRoute.value.path, document.querySelector('[role=dialog]')]).toEqual(['/jobs', null])
})

test('what is filled in reads back as the same settings', () => {
  for (const accuracyFloor of [null, 0, 0.07, 0.29, 0.7754, 1]) {
    const policy = { ...settings.policy, accuracyFloor }
    expect(policyForm.read(policyForm.fillIn({ ...settings, policy }))).toEqual({ part: { policy } })
  }
  for (const timeZone of [null, 'Asia/Tokyo']) expect(calendarForm.read(calendarForm.fillIn({ ...settings, timeZone }))).toEqual({ part: { law: 'uk-gdpr', dueSoonDays: 7, timeZone, calendars: {}, readings: {} } })
  const typed = policyForm.fillIn(settings)
  expect(policyForm.read({ ...typed, floor: '77,5 %' })).toMatchObject({ part: { policy: { accuracyFloor: 0.775 } } })
  for (const floor of ['-1', '1e1', '100.5', 'half']) expect(policyForm.read({ ...typed, floor })).toEqual({ problems: { floor: 'settings.floorBad' } })
})

test('every part of the settings has its place in the page', async () => {
  const { wrapper } = await open(keeping(), 'about')
  expect(wrapper.findAll('[role=tab]')).toHaveLength(settingsParts.length)
})

const dataset = { datasetId: 'ds-1', name: 'clinic', importedAt: '', rows: 1, rejected: 0, lastRow: 1, labelPositive: null, columns: [{ name: 'patient_id', type: 'text', role: 'subject' }] } as const

test('a new request is proposed under the law of the settings; what was typed and chosen survives an engine that is away', async () => {
  const client = keeping()
  client.answer({ 'dataset.list': () => [dataset] })
  const { wrapper } = await inWindow(OpenRequestPage, { client, path: '/requests/new' })
  await flushPromises()
  const law = () => wrapper.findAll('select').find(one => one.find('option[value=ccpa]').exists())!
  expect((law().element as HTMLSelectElement).value).toBe('uk-gdpr')
  await law().setValue('ccpa')
  await wrapper.get('input.mono').setValue('P-7')
  client.answer({ 'dataset.list': gone, 'settings.show': gone })
  client.tell('engine.changed', { state: 'restarting' })
  client.tell('workspace.changed', { parts: ['datasets', 'settings'] })
  await flushPromises()
  client.answer({ 'dataset.list': () => [dataset], 'settings.show': () => settings })
  client.tell('engine.changed', { state: 'ready' })
  await flushPromises()
  expect([(law().element as HTMLSelectElement).value, (wrapper.get('input.mono').element as HTMLInputElement).value]).toEqual(['ccpa', 'P-7'])
})

test('calendar and reading of a law are chosen with their explanations, and one taken back is no change', async () => {
  const client = keeping()
  const { wrapper, field, save } = await open(client, 'calendar')
  expect(wrapper.get('details').text()).toMatch(/GDPR: none, weekends alone.*One month. Art. 12\(3\).*Does it stand still\?.*Source: Art. 12\(3\)/)
  expect(field('Public holidays').findAll('option').map(one => one.text())).toEqual(['none, weekends alone', 'Germany, Berlin', 'Bulgaria, not checked against a second source'])
  await field('Public holidays').setValue('DE-BE')
  await wrapper.get('input[value=suspended]').setValue()
  await save()
  expect(changes(client)).toEqual([{ ...settings, calendars: { gdpr: 'DE-BE' }, readings: { 'gdpr.identity-pause': 'suspended' } }])
  expect(wrapper.text()).toContain('Nothing was changed.')
  await wrapper.get('input[value=none]').setValue()
  await field('Public holidays').setValue('')
  await save()
  expect(changes(client).at(-1)).toEqual(settings)
})
