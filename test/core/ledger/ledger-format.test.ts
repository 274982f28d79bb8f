import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findBreak } from '../../../src-main/core/ledger/find-break.ts'
import { keyFingerprint } from '../../../src-main/core/ledger/key-fingerprint.ts'

const page = readFileSync(new URL('../../../resources/docs/ledger-format.md', import.meta.url), 'utf8')
const blocks = (kind: string) => [...page.matchAll(new RegExp(`\`\`\`${kind}\n([^]*?\n)\`\`\``, 'g'))].map(match => match[1]!)

test('the example on the page about the ledger is a ledger', () => {
  const publicKey = createPublicKey(blocks('pem')[0]!)
  const nodes = new Map(blocks('nodes')[0]!.trim().split('\n').map(line => {
    const [level, position, hash] = line.split(' ')
    return [`${level}/${position}`, Buffer.from(hash!, 'hex')]
  }))
  const checkpoints = blocks('checkpoint').map(note => ({ size: Number(note.split('\n')[1]), note }))
  const report = findBreak({
    entries: blocks('json')[0]!.trim().split('\n'), checkpoints, publicKey, origin: 'lethe-ledger/ws-4f0c9b7a21d3',
    storedHash: (level, position) => nodes.get(`${level}/${position}`), against: checkpoints[1]!.note,
  })
  expect(report).toMatchObject({ ok: true, entries: 3, checkpoints: 2, signaturesVerified: 2, problems: [] })
  expect(page).toContain(keyFingerprint(publicKey))
})
