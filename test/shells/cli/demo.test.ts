import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const commandLine = join(import.meta.dirname, '../../../src-main/shells/cli/main.ts')

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lethe-cli-demo-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const lethe = (...words: string[]) => spawnSync(process.execPath, [commandLine, ...words], { encoding: 'utf8' })

test('the demo does the whole main job, ends in the same bits elsewhere, and leaves a record that can be checked by hand', () => {
  const made = folder()
  const { status, stdout, stderr } = lethe('demo', '--workspace', join(made, 'workspace'))
  expect(stderr).toBe('')
  expect(status).toBe(0)
  for (const said of ['1. Import', '2. Train', '3. Somebody asks to be erased', '4. Retrain, or unlearn?', '5. Erase', '6. Check the promise yourself', '7. Record',
    'The same bits', 'none is left', 'Purpose', 'Speed', 'Accuracy', 'Resource use', 'openssl pkeyutl -verify', 'check.mjs']) expect(stdout).toContain(said)
  const there = /SHA-256 there: ([0-9a-f]{64})/.exec(stdout)![1]
  expect(stdout).toContain(`SHA-256 here:  ${there}`)

  // The commands it prints, as printed.
  const [unpack, ...checks] = stdout.split('\n').map(line => line.trim()).filter(line => /^(mkdir record|sha256sum|openssl|node check)/.test(line)).map(line => line.replace(/ {2,}\(.*$/, ''))
  expect(checks).toHaveLength(4)
  const script = [unpack!.replace('unzip -q', 'python3 -m zipfile -e').concat(' .'), ...checks].join(' && ')
  const byHand = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], { encoding: 'utf8', cwd: made })
  expect(byHand.stderr).toBe('')
  expect(byHand.status).toBe(0)
  expect(byHand.stdout).toContain('Signature Verified Successfully')
  expect(byHand.stdout).toContain(/key of this workspace: ([0-9a-f]{64})/.exec(stdout)![1])
})

test('the article\'s programs are computed, with both findings', () => {
  const { status, stdout } = lethe('demo', '--article')
  expect(status).toBe(0)
  expect(stdout).toMatch(/Initial Model Accuracy +0\.67 +0\.67/)
  expect(stdout).toMatch(/Accuracy after unlearning +0\.57 +0\.57/)
  expect(stdout).toContain('wrong sign')
  expect(stdout).toContain('no inverse')
})

test('with a file of one\'s own the demo guesses what it can, and says which option to use for what it cannot', () => {
  const made = folder()
  const file = join(made, 'mine.csv')
  const lines = Array.from({ length: 60 }, (_, i) => `member-${1000 + i},${20 + (i * 7) % 50},${['red', 'green'][i % 2]},${i % 3}`)
  writeFileSync(file, ['member_id,age,colour,grade', ...lines].join('\n'))
  const guessed = lethe('demo', '--file', file, '--workspace', join(made, 'a'), '--label', 'colour', '--person', 'member-1007', '--json')
  expect(JSON.parse(guessed.stdout)).toMatchObject({ erasedRows: 1, residueFound: 0, recordOk: true, ledgerOk: true })

  writeFileSync(file, ['member_id,age,grade', ...lines.map(line => line.replace(/,(red|green)/, ''))].join('\n'))
  const unclear = lethe('demo', '--file', file, '--workspace', join(made, 'b'))
  expect(unclear.status).toBe(2)
  expect(unclear.stderr).toContain('--label COL')
  expect(readFileSync(file, 'utf8')).toContain('member-1007')
})
