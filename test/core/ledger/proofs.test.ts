import { expect, test } from 'vitest'
import { LedgerProof } from '../../../src-main/contract/ledger.ts'
import { openCheckpoint } from '../../../src-main/core/ledger/checkpoint.ts'
import { hashLeaf, hashNode, verifyConsistency, verifyInclusion } from '../../../src-main/core/ledger/merkle.ts'
import { checkpointInProofs, writeProofsFile } from '../../../src-main/core/ledger/proofs-file.ts'
import { latestCheckpoint, ledgerProof, proveConsistency, proveEntry } from '../../../src-main/core/ledger/prove.ts'
import { exported, imported, ledgerInFolder, type LedgerInFolder } from './ledger-in-folder.ts'

/** Twelve entries; checkpoints lie at 2, 5, 6, 10 and 12. */
function filled(): LedgerInFolder {
  const made = ledgerInFolder()
  for (const entries of [1, 3, 1, 4, 2]) made.write(...Array.from({ length: entries }, (_, i) => imported(entries * 10 + i)))
  return made
}

const bytes = (hex: string) => Buffer.from(hex, 'hex')

test('each entry is proven at each size the ledger had, and the sides lead from its leaf to the signed root', () => {
  const made = ledgerInFolder()
  for (let size = 1; size <= 33; size += 1) {
    made.write(exported(`rq-${size}`))
    for (let seq = 1; seq <= size + 1; seq += 1) {
      const proof = ledgerProof(made.ledger, seq)
      expect(LedgerProof.safeParse(proof).error).toBeUndefined()
      expect(hashLeaf(Buffer.from(proof.entry)).toString('hex')).toBe(proof.leafHash)
      const reckoned = proof.path.reduce<Buffer>((below, { side, hash }) => (side === 'left' ? hashNode(bytes(hash), below) : hashNode(below, bytes(hash))), bytes(proof.leafHash))
      expect(reckoned.toString('hex')).toBe(proof.root)
      expect(verifyInclusion(bytes(proof.leafHash), seq - 1, proof.size, proof.path.map(({ hash }) => bytes(hash)), bytes(proof.root))).toBe(true)
      expect(openCheckpoint(proof.checkpoint, made.ledger.key().publicKey).root.toString('hex')).toBe(proof.root)
    }
  }
})

test('against an earlier size it is also proven that the ledger begins with what it was then', () => {
  const { ledger } = filled()
  for (let size = 1; size <= 12; size += 1) {
    const { root, earlier } = ledgerProof(ledger, 12, size)
    expect(earlier).toMatchObject({ size, root: ledger.root(size).toString('hex'), checkpoint: [2, 5, 6, 10, 12].includes(size) ? ledger.checkpointAt(size) : null })
    expect(verifyConsistency(size, bytes(earlier!.root), 12, bytes(root), earlier!.hashes.map(bytes))).toBe(true)
  }
  expect(ledgerProof(ledger, 12).earlier).toBeNull()
})

test('what is not there is not proven, and an empty ledger makes no key', () => {
  const made = filled()
  const refusals = [() => ledgerProof(made.ledger, 13), () => ledgerProof(made.ledger, 1, 13)]
  for (const ask of refusals) expect(ask).toThrow(expect.objectContaining({ code: 'ledger/no-such-entry', details: { seq: 13, entries: 12 } }))
  const empty = ledgerInFolder()
  expect(() => ledgerProof(empty.ledger, 1)).toThrow(expect.objectContaining({ code: 'ledger/empty' }))
  expect(empty.secrets.kept.size).toBe(0)
})

test.each([
  ['the entry', `UPDATE ledger_entry SET entry = replace(entry, '"rejected":0', '"rejected":1') WHERE seq = 7`],
  ['its place', 'UPDATE ledger_entry SET seq = 700 WHERE seq = 7'],
  ['a hash beside it', 'UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 1 AND position = 2'],
  ['a hash of another length', `UPDATE ledger_node SET hash = x'00' WHERE level = 2 AND position = 0`],
  ['the checkpoint', `UPDATE ledger_checkpoint SET note = replace(note, 'lethe-ledger', 'lethe-ledgers') WHERE size = 12`],
  ['the place of the checkpoint', 'UPDATE ledger_checkpoint SET note = (SELECT note FROM ledger_checkpoint WHERE size = 10) WHERE size = 12'],
  ['the checkpoint, which is gone', 'DELETE FROM ledger_checkpoint WHERE size = 12'],
])('a ledger in which somebody changed %s gives no proof away', (_, sql) => {
  const made = filled()
  made.tamper(sql)
  expect(() => ledgerProof(made.ledger, 7)).toThrow(expect.objectContaining({ code: 'ledger/inconsistent' }))
})

test('a root of an earlier size that no longer leads to the present one is not given away', () => {
  const made = filled()
  made.tamper('UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 0 AND position = 4')
  expect(() => ledgerProof(made.ledger, 12, 5)).toThrow(expect.objectContaining({ code: 'ledger/inconsistent' }))
})

test('the file holds the checkpoint by which a ledger is checked, and nothing else is taken for such a file', () => {
  const { ledger } = filled()
  const checkpoint = latestCheckpoint(ledger)
  const text = writeProofsFile({ checkpoint: checkpoint.note, publicKeyPem: ledger.key().publicKeyPem, entries: [proveEntry(ledger, 3, checkpoint)], earlier: proveConsistency(ledger, 5, checkpoint) })
  expect(checkpointInProofs(text)).toBe(ledger.checkpointAt(12))
  for (const other of ['', '{}', 'null', '7', '[]', '{"format":"lethe/ledger-proofs/1"}', '{"format":"lethe/ledger-proofs/1","checkpoint":7}', text.replace('proofs/1', 'proofs/2'), text.slice(0, -3)]) {
    expect(checkpointInProofs(other)).toBeUndefined()
  }
})
