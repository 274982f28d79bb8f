import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { LedgerProof } from '../../../src-main/contract/ledger.ts'
import type { RecordReport } from '../../../src-main/contract/record.ts'
import { ask, folderForTest, lethe, sampleImport } from './lethe.ts'

test('entries are proven, a checkpoint is given away, and a record is replayed, from the command line', { timeout: 300_000 }, async () => {
  const folder = folderForTest()
  const workspace = join(folder, 'workspace')
  await ask(workspace, sampleImport)
  const { modelId } = await ask<{ modelId: string }>(workspace, ['train', 'visits'])
  const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'gdpr'], { input: '7\n9\n' })
  await ask(workspace, ['erase', requestId])
  const record = join(folder, 'record.zip')
  await ask(workspace, ['record', 'export', requestId, '--out', record])

  const proof = await ask<LedgerProof>(workspace, ['ledger', 'proof', '3', '--against', '2'])
  expect(proof).toMatchObject({ seq: 3, earlier: { size: 2 } })
  const shown = await lethe(['ledger', 'proof', '3', '--workspace', workspace])
  for (const hash of [proof.leafHash, proof.root, proof.key, ...proof.path.map(step => step.hash)]) expect(shown.stdout).toContain(hash)
  const proofs = join(folder, 'proofs.json')
  expect(await ask(workspace, ['ledger', 'export', '--out', proofs, '--entries', '1,3', '--entries', '2'])).toMatchObject({ file: proofs, entries: 3, size: proof.size, root: proof.root })
  expect((JSON.parse(readFileSync(proofs, 'utf8')) as { entries: { seq: number }[] }).entries.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(await ask(workspace, ['ledger', 'check', '--against', proofs])).toMatchObject({ ok: true })

  expect(await ask<RecordReport>(workspace, ['record', 'check', record, '--replay'])).toMatchObject({ intact: true, replay: [{ model: modelId, outcome: 'same-bits' }] })
  const db = new Database(join(workspace, 'lethe.db'))
  db.prepare('UPDATE model_content SET salt = zeroblob(32)').run()
  db.close()
  const changed = await lethe(['record', 'check', record, '--replay', '--workspace', workspace])
  expect(changed.status).toBe(1)
  expect(changed.stdout).toContain(`Replay of model ${modelId}: DIFFERENT`)
  expect((await lethe(['record', 'check', record])).status).toBe(0)
  await ask(workspace, ['erase', (await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'gdpr'], { input: '11\n' })).requestId])
  const superseded = await lethe(['record', 'check', record, '--replay', '--workspace', workspace])
  expect({ status: superseded.status, told: superseded.stdout.includes('no longer replayable') }).toEqual({ status: 0, told: true })
})
