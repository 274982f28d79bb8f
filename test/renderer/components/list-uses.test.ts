import { expect, test } from 'vitest'
import { columnsOf, usesOf } from '../../../src-renderer/components/list/list-uses.ts'
import { readIdentifiers } from '../../../src-renderer/components/request/typed-identifiers.ts'
import { requestsForm } from '../../../src-renderer/components/settings/settings-forms.ts'
import { usualSettings } from '../support/requests.ts'

test('the uses of columns come from what the engine read, and go back as that', () => {
  const columns = { identifiers: [{ column: 'mail', kind: 'e-mail' }, { column: 'id', kind: 'exact' }], law: 'law', received: 'day', contact: 'address' } as const
  const uses = usesOf(['id', 'mail', 'law', 'day', 'address', 'note'], columns)
  expect(uses).toEqual({ id: 'exact', mail: 'e-mail', law: 'law', day: 'received', address: 'contact', note: 'none' })
  expect(columnsOf(uses)).toEqual({ columns: { ...columns, identifiers: [{ column: 'id', kind: 'exact' }, { column: 'mail', kind: 'e-mail' }] } })
})

test('a list without an identifier, or with one use for two columns, is not sent', () => {
  expect(columnsOf({ id: 'none', law: 'law' })).toEqual({ none: true })
  expect(columnsOf({ id: 'exact', a: 'name', b: 'name' })).toEqual({ doubled: 'name' })
})

test('identifiers are taken without the spaces around them, each once, and empty lines are none', () => {
  expect(readIdentifiers([{ kind: 'exact', value: ' P-7 ' }, { kind: 'exact', value: 'P-7' }, { kind: 'e-mail', value: 'P-7' }, { kind: 'phone', value: '  ' }])).toEqual([{ kind: 'exact', value: 'P-7' }, { kind: 'e-mail', value: 'P-7' }])
})

test('the settings of requests are read as typed, and each wrong field is named', () => {
  const filled = requestsForm.fillIn(usualSettings)
  expect(filled).toEqual({ graceHours: '0', duplicateDays: '30', identityDays: '', phoneCountry: '', suppressionYears: '' })
  expect(requestsForm.read({ graceHours: ' 24 ', duplicateDays: '0', identityDays: '14', phoneCountry: '+49', suppressionYears: '' })).toEqual({ part: { requests: { graceHours: 24, duplicateDays: 0, identityDays: 14 }, matching: { phoneCountry: '49', suppressionYears: null } } })
  expect(requestsForm.read({ graceHours: '721', duplicateDays: '-1', identityDays: '0', phoneCountry: '049x', suppressionYears: '1.5' })).toEqual({ problems: { graceHours: 'casework.graceBad', duplicateDays: 'casework.duplicateBad', identityDays: 'casework.identityBad', phoneCountry: 'casework.phoneBad', suppressionYears: 'casework.yearsBad' } })
})
