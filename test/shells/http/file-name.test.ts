import { expect, test } from 'vitest'
import { safeFileName } from '../../../src-main/shells/http/file-name.ts'

test.each([
  ['people.csv', 'people.csv'],
  ['Zoë’s Datei (1).csv', 'Zoë’s Datei (1).csv'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Users\\me\\people.csv', 'C__Users_me_people.csv'],
  ['.hidden', 'hidden'],
  ['...', 'file'],
  ['', 'file'],
  ['  ', 'file'],
  ['a\u0000b\r\nc"d', 'a_b__c_d'],
  ['exe\u202Evsc.csv', 'exe_vsc.csv'],
  ['half \ud800 a pair', 'half _ a pair'],
  ['e\u0301', '\u00e9'],
])('%j is called %j', (given, name) => {
  expect(safeFileName(given)).toBe(name)
})

test('a long name is cut before its ending', () => {
  expect(safeFileName(`${'é'.repeat(500)}.csv`)).toBe(`${'é'.repeat(116)}.csv`)
  expect([...safeFileName('x'.repeat(500))]).toHaveLength(120)
})
