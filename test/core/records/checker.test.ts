import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
// @ts-expect-error a build script in plain JavaScript
import { buildChecker } from '../../../resources/checker/build.mjs'
import { writeCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'
import { readCheckerSource } from '../../../src-main/core/records/checker-source.ts'
import { readEnvelope } from '../../../src-main/core/records/envelope.ts'
import { readmeText } from '../../../src-main/core/records/readme-text.ts'
import { writeSums } from '../../../src-main/core/records/record-files.ts'
import { recordInFolder } from './record-in-folder.ts'

/** The system's own Node, not the one of the project: an auditor has any from 18 on. */
const systemNode = (process.env['PATH'] ?? '').split(':').filter(folder => !folder.includes('node_modules')).map(folder => join(folder, 'node'))
  .find(file => spawnSync(file, ['--version']).status === 0) ?? process.execPath

const has = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
const hasTools = ['openssl', 'jq', 'sha256sum', 'base64', 'unzip', 'od', 'cmp'].every(has)

function emptyFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lethe-check-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('check.mjs is what its sources build, and imports nothing but Node', async () => {
  const source = readCheckerSource().toString()
  expect(source).toBe(await (buildChecker as () => Promise<string>)())
  expect([...source.matchAll(/^import .* from "([^"]*)"/gm)].map(match => match[1]).filter(name => !name!.startsWith('node:'))).toEqual([])
  expect(source).not.toMatch(/require\(|import\(/)
})

test('check.mjs alone in an empty folder answers with text and exit code', () => {
  const { record, fingerprint } = recordInFolder()
  const folder = emptyFolder()
  writeFileSync(join(folder, 'check.mjs'), readCheckerSource())
  writeFileSync(join(folder, 'record.zip'), record)
  const changed = Buffer.from(record)
  changed[5000] = changed[5000]! ^ 1
  writeFileSync(join(folder, 'changed.zip'), changed)
  writeFileSync(join(folder, 'text.zip'), 'no ZIP at all, but longer than twenty-two bytes')
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(systemNode, ['check.mjs', ...args], { cwd: folder, encoding: 'utf8' })
    return { status, first: (stdout + stderr).split('\n')[0] }
  }
  expect(run('record.zip')).toEqual({ status: 0, first: `intact, signed by a key you have not confirmed: ${fingerprint}` })
  expect(run('record.zip', '--key', fingerprint)).toEqual({ status: 0, first: `intact, signed by the key you gave: ${fingerprint}` })
  expect(run('--key', 'f'.repeat(64), 'record.zip')).toEqual({ status: 1, first: 'intact, but NOT signed by the key you gave:' })
  expect(run('changed.zip').status).toBe(1)
  expect(run('changed.zip').first).toMatch(/^NOT intact: /)
  expect(run('text.zip')).toEqual({ status: 2, first: 'NOT intact: 1 problem' })
  expect([run(), run('missing.zip'), run('a', 'b'), run('record.zip', '--key'), run('record.zip', '--key', 'abc'), run('--what')].map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 2])
  expect(run('--help').status).toBe(0)
  expect(readdirSync(folder).sort()).toEqual(['changed.zip', 'check.mjs', 'record.zip', 'text.zip'])
})

test.runIf(has('unzip'))('check.mjs of the unpacked record checks the record it came from', () => {
  const { record } = recordInFolder()
  const folder = emptyFolder()
  writeFileSync(join(folder, 'record.zip'), record)
  expect(execFileSync('unzip', ['-t', 'record.zip'], { cwd: folder, encoding: 'utf8' })).toContain('No errors detected')
  mkdirSync(join(folder, 'inside'))
  execFileSync('unzip', ['-q', '../record.zip'], { cwd: join(folder, 'inside') })
  expect(execFileSync(systemNode, ['check.mjs', '../record.zip'], { cwd: join(folder, 'inside'), encoding: 'utf8' })).toMatch(/^intact, signed by a key you have not confirmed/)
})

const text = readmeText()
const recipe = text.slice(text.indexOf('begin ---\n') + 10, text.indexOf('--- by hand: end'))

function byHand(record: Buffer, change?: (folder: string) => void): { lines: string[]; status: number | null } {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'record.zip'), record)
  execFileSync('unzip', ['-q', 'record.zip'], { cwd: folder })
  expect(readFileSync(join(folder, 'README.txt'), 'utf8')).toBe(text)
  change?.(folder)
  const { stdout, stderr, status } = spawnSync('sh', ['-c', recipe], { cwd: folder, encoding: 'utf8' })
  return { lines: (stdout + stderr).split('\n').slice(0, -1), status }
}

test.runIf(hasTools)('the recipe of README.txt confirms a record by hand', () => {
  const { record, files, fingerprint } = recordInFolder()
  const digest = createHash('sha256').update(readEnvelope(files.get('record.dsse.json')!.toString())!.payload).digest('hex')
  const verified = 'Signature Verified Successfully'
  expect(byHand(record)).toEqual({ status: 0, lines: [
    ...['README.txt', 'bom.cdx.json', 'check.mjs', 'checkpoint.txt', 'entries.jsonl', 'proofs.json', 'public-key.pem', 'record.dsse.json', 'record.pdf'].map(name => `${name}: OK`),
    verified, fingerprint, digest, verified, 'checkpoint.txt: OK', 'entries.jsonl: OK', 'outcome: bound by the ledger', verified, 'checkpoint: named by the statement',
    ...[7, 10, 13, 16, 19, 22, 25, 28].map(seq => `entry ${seq}: in the ledger`), 'every step went well; compare the fingerprint (2)',
  ] })
})

test.runIf(hasTools)('the recipe of README.txt finds an entry that was changed', () => {
  const { record } = recordInFolder()
  const { lines, status } = byHand(record, folder => {
    const file = join(folder, 'entries.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"matched":12', '"matched":11'))
  })
  expect(status).toBe(1)
  expect(lines).toContain('entries.jsonl: FAILED')
  expect(lines).toContain('entry 7: NOT IN THE LEDGER')
  expect(lines).toContain('entry 10: in the ledger')
})

/** What only a later step of the recipe looks at, changed by the holder of the key, so that the sums are right and signed. */
const laterSteps: readonly [file: string, from: string | RegExp, to: string][] = [
  ['record.dsse.json', /"sig":"[^"]/, '"sig":"_'], ['checkpoint.txt', '\n28\n', '\n29\n'], ['proofs.json', /"hashes":\["[^"]/, '"hashes":["_'], ['entries.jsonl', '"searched":40', '"searched":41'],
]

test.runIf(hasTools)('the recipe of README.txt fails where only a later step finds something', () => {
  const { files, ledger } = recordInFolder()
  const changed = laterSteps.map(([name, from, to]) => {
    const content = Buffer.from(files.get(name)!.toString().replace(from, to))
    expect(content).not.toEqual(files.get(name))
    const next = new Map(files).set(name, content)
    const sums = Buffer.from(writeSums(next))
    return writeCanonicalZip(next.set('SHA256SUMS', sums).set('SHA256SUMS.sig', ledger.key().sign(sums)))
  })
  const told = changed.map(record => byHand(record))
  expect(told.map(({ status }) => status)).toEqual(laterSteps.map(() => 1))
  expect(told.filter(({ lines }) => lines.some(line => line.startsWith('every step')) || lines.includes('SHA256SUMS: FAILED'))).toEqual([])
})

test('README.txt is plain ASCII with short lines, readable anywhere', () => {
  expect(text).toMatch(/^[\n -~]*$/)
  expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(90)
})
