import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { personHash, readReapplyList, rowHash } from '../../../src-main/core/requests/suppression.ts'
import { coreWith } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(100, 41)

test('the hash of a person needs the key, and a row is no person', () => {
  const key = randomBytes(32)
  expect(personHash(key, 'a')).toEqual(personHash(key, 'a'))
  expect(personHash(randomBytes(32), 'a')).not.toEqual(personHash(key, 'a'))
  expect(personHash(key, '1')).not.toEqual(rowHash(key, '', 1))
})

test('a person who was erased is caught when a later file brings them back, and their values do not come in', async () => {
  const lethe = await coreWith({ csv })
  const { core, run, directory } = lethe
  const erased = people[4]!
  await lethe.erase({ subject: erased.id })
  const again = await core.call('dataset.import', { file: lethe.toRead(lethe.write('again.csv', csv)), name: 'again', ignore: [], features: [], text: [], dryRun: false }, run)
  expect(again.rows).toBe(99)
  expect(again.rejects).toEqual([{ row: 5, line: 6, position: 0, reason: 'suppressed' }])
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  for (const value of Object.values(erased)) expect(everything.includes(value)).toBe(false)
})

test('an erasure by rows suppresses the rows, not the person', async () => {
  const lethe = await coreWith({ csv })
  await lethe.erase({ rows: [5] })
  const again = await lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('again.csv', csv)), name: 'again', ignore: [], features: [], text: [], dryRun: false }, lethe.run)
  expect(again.rows).toBe(100)
})

test('the list to re-apply after a restore is encrypted, holds hashes only, and grows with each erasure', async () => {
  const lethe = await coreWith({ csv })
  const { directory, ports } = lethe
  await lethe.erase({ subject: people[4]!.id })
  await lethe.erase({ rows: [7, 8] })
  const sealed = readFileSync(join(directory, 'records', 'erased.list'))
  const list = readReapplyList(sealed, ports.secrets.read('sealing-key')!)
  expect(list.map(({ scope, hash }) => [scope, hash.length])).toEqual(expect.arrayContaining([['person', 32], ['row', 32]]))
  expect(list).toHaveLength(4)
  expect(list.some(({ hash }) => hash.equals(personHash(ports.secrets.read('suppression-key')!, people[4]!.id)))).toBe(true)
  expect(sealed.includes('person')).toBe(false)
})
