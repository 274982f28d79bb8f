import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { byteSearch } from '../../../src-main/core/datasets/search-bytes.ts'
import { coreWith } from '../../support/core-with.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const requests = 150
const name = (i: number) => `Quillfeather-${i}-${(i * 7919) % 10_007}`

test('of 150 requests that ended, in a mixed order, neither what was sealed nor what it said is in any file', { timeout: 120_000 }, async () => {
  const lethe = await coreWith({ csv: `id,age,left\n${Array.from({ length: requests }, (_, i) => `c-${i},${20 + (i % 60)},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n` })
  const { core, run, directory } = lethe
  const ids: string[] = []
  for (let i = 0; i < requests; i += 1) {
    const { requestId } = await core.call('request.open', { dataset: 'people', who: { rows: [i + 1] }, law: 'gdpr' }, run)
    ids.push(requestId)
    await core.call('request.answer-to', { requestId, name: name(i), address: `${i} Umbral Lane`.repeat(1 + (i % 40)) }, run)
    // Some texts are longer than a page of the database.
    if (i % 3 === 0) await core.call('letter.save', { requestId, kind: 'acknowledgement', text: `${name(i)} wrote. `.repeat(1 + (i % 500)) }, run)
    if (i % 5 === 0) await core.call('letter.save', { requestId, kind: 'acknowledgement', text: `${name(i)} wrote again.` }, run)
  }
  const sealed = sealedIn(directory)
  expect(sealed.length).toBeGreaterThan(requests)
  expect(found(directory, sealed)).toBeGreaterThanOrEqual(sealed.length)
  expect(found(directory, ids.map((_, i) => Buffer.from(name(i))))).toBe(0)

  for (const [i, requestId] of ids.map((id, i) => [(i * 131) % requests, id] as const).sort(([a], [b]) => a - b)) {
    if (i % 2 === 0) await core.call('request.withdraw', { requestId }, run)
    else {
      await core.call('request.deny', { requestId, reason: 'gdpr.12-5-b' }, run)
      await core.call('letter.sent', { requestId, kind: 'denied' }, run)
    }
  }
  expect(sealedIn(directory)).toEqual([])
  expect(found(directory, sealed)).toBe(0)
})

/** A part of each sealed text that stands in no other. */
function sealedIn(directory: string): Buffer[] {
  const db = openDatabase(join(directory, 'lethe.db'))
  try {
    return ['request_identifier', 'letter_draft'].flatMap(table => db.prepare<[], Buffer>(`SELECT sealed FROM ${table}`).pluck().all().map(bytes => Buffer.from(bytes.subarray(0, 28))))
  } finally {
    db.close()
  }
}

function found(directory: string, wanted: readonly Buffer[]): number {
  let count = 0
  const search = byteSearch(wanted)
  for (const bytes of workspaceBytes(directory).values()) search.searchBuffer(bytes, () => void (count += 1))
  return count
}
