import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { findDataset } from '../../src-main/core/datasets/dataset-table.ts'
import { rowImage } from '../../src-main/core/datasets/row-image.ts'
import { iterateRows, type StoredRow } from '../../src-main/core/datasets/row-table.ts'
import { byteSearch } from '../../src-main/core/datasets/search-bytes.ts'
import { shuffled } from '../support/shuffled.ts'
import { coreWith } from '../support/core-with.ts'
import { personFile, type Person } from '../support/person-file.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'

const peopleCount = 20_000
const blockCount = 250
const perBlock = 8

test('of 2,000 people erased from 20,000 in hundreds of requests, no record image and no value is in any file; of everyone kept, all are', { timeout: 300_000 }, async () => {
  const { csv, people } = personFile(peopleCount, 11)
  const lethe = await coreWith({ csv })
  const { core, directory, run } = lethe
  await core.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} }, run)
  const images = storedImages(directory)
  expect(images).toHaveLength(peopleCount)

  const order = shuffled(people.map((_, i) => i), 5)
  const erased = new Set(order.slice(0, blockCount * perBlock))
  // Lists of row numbers, and every tenth block person by person.
  for (let r = 0; r < blockCount; r += 1) {
    const who = order.slice(r * perBlock, (r + 1) * perBlock)
    if (r % 10 === 0) {
      for (const i of who) await erase({ subject: people[i]!.id })
    } else await erase({ rows: who.map(i => i + 1) })
  }
  async function erase(who: { subject: string } | { rows: number[] }) {
    const { requestId } = await core.call('request.open', { dataset: 'people', who, law: 'gdpr' }, run)
    const report = await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
    expect(report.residueFound).toBe(0)
  }
  expect((await core.call('dataset.list', {}, run))[0]!.rows).toBe(peopleCount - erased.size)

  const found = searchEverywhere(directory, people, images)
  const left = found.filter(({ person }) => erased.has(person))
  expect(left).toEqual([])
  // The same search finds everyone who was kept: by identifier, e-mail, text and record image in the database.
  const kept = new Map<number, Set<string>>()
  for (const { person, what } of found) kept.set(person, (kept.get(person) ?? new Set()).add(what))
  const incomplete = people.map((_, i) => i).filter(i => !erased.has(i) && kept.get(i)?.size !== 4)
  expect(incomplete).toEqual([])
  expect((await core.call('ledger.check', {}, run)).ok).toBe(true)
})

function storedImages(directory: string): Buffer[] {
  const db = openDatabase(`${directory}/lethe.db`)
  const dataset = findDataset(db, 'people')
  const images = Array.from(iterateRows(db, dataset), ([row, subject, ...cells]) => rowImage({ row, subject, cells } satisfies StoredRow, dataset.columns))
  db.close()
  return images
}

function searchEverywhere(directory: string, people: readonly Person[], images: readonly Buffer[]): { person: number; what: string; file: string }[] {
  const wanted = people.flatMap((person, i) => [
    { person: i, what: 'id', bytes: Buffer.from(person.id) },
    { person: i, what: 'email', bytes: Buffer.from(person.email) },
    { person: i, what: 'note', bytes: Buffer.from(person.note) },
    { person: i, what: 'image', bytes: images[i]! },
  ])
  const search = byteSearch(wanted.map(w => w.bytes))
  const found: { person: number; what: string; file: string }[] = []
  for (const [file, bytes] of workspaceBytes(directory)) {
    search.searchBuffer(bytes, index => {
      const { person, what } = wanted[index]!
      found.push({ person, what, file })
    })
  }
  return found
}
