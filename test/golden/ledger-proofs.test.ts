import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { appendLeaf, consistencyProof, hashLeaf, inclusionProof, newFrontier, treeRoot } from '../../src-main/core/ledger/merkle.ts'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { coreWith, type TestCore } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'

const program = join(import.meta.dirname, 'ledger_proofs.py')

let python: string
beforeAll(async () => {
  python = await pythonEnv()
}, 300_000)

const runPython = (words: readonly string[], input = '') => spawnSync(python, [program, ...words], { encoding: 'utf8', input, maxBuffer: 2 ** 26 })

interface Proven {
  readonly roots: readonly string[]
  readonly inclusion: readonly (readonly (readonly string[])[])[]
  readonly consistency: readonly (readonly (readonly string[])[])[]
}

function provenBy(leaves: readonly Buffer[]): Proven {
  const { stdout, stderr } = runPython(['prove'], JSON.stringify({ leaves: leaves.map(leaf => leaf.toString('hex')) }))
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Proven
}

const hex = (hashes: readonly Buffer[]) => hashes.map(hash => hash.toString('hex'))

function provenHere(leaves: readonly Buffer[]): Proven {
  const nodes = new Map<string, Buffer>()
  const frontier = newFrontier()
  for (const leaf of leaves) appendLeaf(frontier, hashLeaf(leaf), (level, position, hash) => nodes.set(`${level}/${position}`, hash))
  const subtree = (level: number, position: number) => nodes.get(`${level}/${position}`)!
  const sizes = Array.from({ length: leaves.length + 1 }, (_, size) => size)
  return {
    roots: hex(sizes.map(size => treeRoot(size, subtree))),
    inclusion: sizes.map(size => sizes.slice(0, size).map(index => hex(inclusionProof(index, size, subtree)))),
    consistency: sizes.map(size => sizes.slice(1, size + 1).map(from => hex(consistencyProof(from, size, subtree)))),
  }
}

test('the tree of Certificate Transparency’s own vectors is the same in Python and here, and as published', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(leaf => Buffer.from(leaf, 'hex'))
  const theirs = provenBy(leaves)
  // google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc: kSHA256Roots, kSHA256Paths, kSHA256Proofs.
  expect(theirs.roots[8]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
  expect(theirs.inclusion[8]![5]).toEqual(['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'])
  expect(theirs.consistency[8]![5]).toEqual(['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'])
  expect(provenHere(leaves)).toEqual(theirs)
})

/** As @sigstore/verify has it: of an entry of a transparency log, whether its proof leads to the root of the checkpoint. */
const { verifyMerkleInclusion } = createRequire(import.meta.url)('../../node_modules/@sigstore/verify/dist/tlog/merkle.js') as {
  verifyMerkleInclusion(entry: { canonicalizedBody: Buffer; inclusionProof: { logIndex: string; hashes: readonly Buffer[] } }, checkpoint: { logSize: string; logHash: Buffer }): void
}

test('the verifier of Sigstore, which is not ours either, takes every proof of a tree of up to 40 leaves, and none that was changed', () => {
  const leaves = Array.from({ length: 40 }, (_, i) => Buffer.from(`{"seq":${i + 1}}`))
  const here = provenHere(leaves)
  const takes = (leaf: Buffer, index: number, size: number, hashes: readonly Buffer[], root = here.roots[size]!): boolean => {
    try {
      verifyMerkleInclusion({ canonicalizedBody: leaf, inclusionProof: { logIndex: String(index), hashes } }, { logSize: String(size), logHash: Buffer.from(root, 'hex') })
      return true
    } catch {
      return false
    }
  }
  for (let size = 1; size <= leaves.length; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const hashes = here.inclusion[size]![index]!.map(hash => Buffer.from(hash, 'hex'))
      const leaf = leaves[index]!
      const turned = hashes.map((hash, i) => (i === 0 ? Buffer.from(hash.map((byte, k) => (k === 0 ? byte ^ 1 : byte))) : hash))
      const verdicts = [takes(leaf, index, size, hashes), takes(leaves[(index + 1) % leaves.length]!, index, size, hashes), takes(leaf, index, size, [...hashes, hashLeaf(leaf)]), size > 1 && takes(leaf, index, size, turned), takes(leaf, index, size, hashes, here.roots[size - 1])]
      expect([size, index, ...verdicts]).toEqual([size, index, true, false, false, false, false])
    }
  }
})

test('every proof of a tree of up to 70 random leaves is the same in Python and here', () => {
  const random = seededRandom(70)
  const leaves = Array.from({ length: 70 }, () => Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256))))
  expect(provenHere(leaves)).toEqual(provenBy(leaves))
})

const { csv } = personFile(200, 5)

async function exportedProofs(lethe: TestCore): Promise<{ file: string; key: string; size: number }> {
  await lethe.train()
  for (const row of [3, 5, 8]) await lethe.erase({ rows: [row] })
  const { ledger: { entries } } = await lethe.core.call('workspace.overview', {}, lethe.run)
  const file = join(lethe.outside, 'proofs.json')
  const { key, size } = await lethe.core.call('ledger.export', { file: lethe.toWrite(file), entries: Array.from({ length: entries }, (_, i) => i + 1), against: 5 }, lethe.run)
  return { file, key, size }
}

/** A hash in base64 with one bit turned. */
const flipped = (hash: string) => Buffer.from(Buffer.from(hash, 'base64').map((byte, i) => (i === 9 ? byte ^ 4 : byte))).toString('base64')

test('an exported file is checked by a program that is not ours, its signature too, and whatever is changed in it is refused', { timeout: 120_000 }, async () => {
  const lethe = await coreWith({ csv })
  const { file, key, size } = await exportedProofs(lethe)
  const good = runPython(['check', file, '--key', key])
  expect(good.stderr).toBe('')
  expect(JSON.parse(good.stdout)).toMatchObject({ size, key, entries: size })

  const text = readFileSync(file, 'utf8')
  const changed = join(lethe.outside, 'changed.json')
  const proofs = JSON.parse(text) as { checkpoint: string; entries: { seq: number; entry: string; hashes: string[] }[]; earlier: { size: number; root: string; hashes: string[] } }
  const forgeries: object[] = [
    { ...proofs, entries: proofs.entries.with(4, { ...proofs.entries[4]!, entry: proofs.entries[4]!.entry.replace('"at":"2', '"at":"3') }) },
    { ...proofs, entries: proofs.entries.with(4, { ...proofs.entries[4]!, seq: 6 }) },
    { ...proofs, entries: proofs.entries.with(4, { ...proofs.entries[4]!, hashes: proofs.entries[4]!.hashes.with(1, flipped(proofs.entries[4]!.hashes[1]!)) }) },
    { ...proofs, entries: proofs.entries.with(4, { ...proofs.entries[4]!, hashes: proofs.entries[4]!.hashes.slice(1) }) },
    { ...proofs, earlier: { ...proofs.earlier, root: flipped(proofs.earlier.root) } },
    { ...proofs, earlier: { ...proofs.earlier, size: 6 } },
    { ...proofs, earlier: { ...proofs.earlier, hashes: proofs.earlier.hashes.with(0, flipped(proofs.earlier.hashes[0]!)) } },
    { ...proofs, checkpoint: proofs.checkpoint.replace(`\n${size}\n`, `\n${size + 1}\n`) },
    { ...proofs, checkpoint: proofs.checkpoint.replace(/ (\S+)\n$/, (_, stamp: string) => ` ${flipped(stamp)}\n`) },
  ]
  for (const [i, forgery] of forgeries.entries()) {
    writeFileSync(changed, JSON.stringify(forgery))
    const { status, stdout, stderr } = runPython(['check', changed, '--key', key])
    expect({ status, stdout }, `forgery ${i}`).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^not proven: /)
  }
  expect(runPython(['check', file, '--key', '0'.repeat(64)]).stderr).toMatch(/^not proven: signed by another key/)
})

test('an exported checkpoint is a witness: its ledger is checked against it, and another ledger is told apart', async () => {
  const lethe = await coreWith({ csv })
  const { file, size } = await exportedProofs(lethe)
  await lethe.erase({ rows: [9] })
  expect(await lethe.core.call('ledger.check', { against: lethe.toRead(file) }, lethe.run)).toMatchObject({ ok: true })
  const other = await coreWith({ csv })
  await other.train()
  expect(await other.core.call('ledger.check', { against: other.toRead(file) }, other.run)).toMatchObject({ ok: false, problems: [{ seq: 0, code: 'other-ledger' }] })
  await expect(lethe.core.call('ledger.export', { file: lethe.toWrite(file), entries: [] }, lethe.run)).rejects.toMatchObject({ code: 'ledger/file-exists' })
  await expect(lethe.core.call('ledger.export', { file: lethe.toWrite(`${file}.2`), entries: [size + 1000] }, lethe.run)).rejects.toMatchObject({ code: 'ledger/no-such-entry' })
})
