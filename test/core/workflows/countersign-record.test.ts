import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keyFingerprint } from '../../../src-main/core/ledger/key-fingerprint.ts'
import { readCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'
import { payloadType, preAuthEncoding, readEnvelope, verifyEnvelope } from '../../../src-main/core/records/envelope.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'
import { verifiedBySigstore } from '../../support/sigstore.ts'

const { csv, people } = personFile(120, 5)

async function withErasure(): Promise<TestCore & { readonly requestId: string; readonly key: string }> {
  const lethe = await coreWith()
  await lethe.import(lethe.write('people.csv', csv), { subject: 'person', label: 'answered', ignore: ['email', 'note'] })
  await lethe.train()
  const { requestId } = await lethe.erase({ subject: people[0]!.id })
  const [key] = await lethe.core.call('key.list', {}, lethe.run)
  return { ...lethe, requestId, key: key!.fingerprint }
}

const second = generateKeyPairSync('ed25519')
const fingerprint = keyFingerprint(second.publicKey)
const pemOf = (key: KeyObject, passphrase?: string) => key.export({ type: 'pkcs8', format: 'pem', ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }) })

const countersign = (lethe: TestCore & { readonly requestId: string }, pem: string | Buffer, passphrase?: string) =>
  lethe.core.call('record.countersign', { requestId: lethe.requestId, key: lethe.toRead(lethe.write('second.pem', pem)), ...(passphrase === undefined ? {} : { passphrase }) }, lethe.run)

async function exported(lethe: TestCore & { readonly requestId: string }, name: string): Promise<string> {
  const file = join(lethe.outside, name)
  await lethe.core.call('record.export', { requestId: lethe.requestId, file: lethe.toWrite(file) }, lethe.run)
  return file
}

test('a counter-signed record holds both signatures, checked here, by Sigstore and with openssl', async () => {
  const lethe = await withErasure()
  const before = readFileSync(await exported(lethe, 'before.zip'))
  expect(await countersign(lethe, pemOf(second.privateKey, 'a passphrase of theirs'), 'a passphrase of theirs')).toEqual({ requestId: lethe.requestId, key: fingerprint })
  const file = await exported(lethe, 'record.zip')
  const check = (key?: string | string[]) => lethe.core.call('record.check', { file: lethe.toRead(file), key }, lethe.run)
  expect(await check()).toMatchObject({ intact: true, ok: false, counterSignedBy: { key: fingerprint, confirmed: false } })
  expect(await check(lethe.key)).toMatchObject({ ok: true, counterSignedBy: { key: fingerprint, confirmed: false } })
  for (const both of [[lethe.key, fingerprint], [fingerprint, lethe.key]]) expect(await check(both)).toMatchObject({ ok: true, counterSignedBy: { key: fingerprint, confirmed: true } })
  expect(await check([lethe.key, 'a'.repeat(64)])).toMatchObject({ intact: true, ok: false, problems: [{ code: 'other-key', file: 'countersigner-key.pem' }] })
  expect(await check(fingerprint)).toMatchObject({ intact: true, ok: false, problems: [{ code: 'other-key', file: 'public-key.pem' }] })

  const { files } = readCanonicalZip(readFileSync(file))
  const text = files!.get('record.dsse.json')!.toString()
  const envelope = readEnvelope(text)!
  const own = createPublicKey(files!.get('public-key.pem')!)
  expect(readEnvelope(readCanonicalZip(before).files!.get('record.dsse.json')!.toString())!.payload.equals(envelope.payload)).toBe(true)
  expect(verifyEnvelope(envelope, second.publicKey, envelope.counter)).toBe(true)
  expect([verifiedBySigstore(text, own, 0), verifiedBySigstore(text, second.publicKey, 1), verifiedBySigstore(text, own, 1)]).toEqual([true, true, false])

  const folder = join(lethe.outside, 'unpacked')
  mkdirSync(folder)
  for (const [name, bytes] of files!) writeFileSync(join(folder, name), bytes)
  writeFileSync(join(folder, 'signed'), preAuthEncoding(payloadType, envelope.payload))
  writeFileSync(join(folder, 'counter.sig'), envelope.counter!.signature)
  expect(spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', 'countersigner-key.pem', '-rawin', '-in', 'signed', '-sigfile', 'counter.sig'], { cwd: folder }).status).toBe(0)
  writeFileSync(join(folder, 'by-hand.sh'), /--- by hand: begin ---\n([^]*)--- by hand: end ---/.exec(files!.get('README.txt')!.toString())![1]!)
  const byHand = spawnSync('sh', ['by-hand.sh'], { cwd: folder, encoding: 'utf8' })
  expect(byHand).toMatchObject({ status: 0 })
  expect(spawnSync(process.execPath, [join(folder, 'check.mjs'), file, '--key', lethe.key, '--key', fingerprint], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: expect.stringContaining(`counter-signed by ${fingerprint}, a key you gave`) })
})

test('the key is kept nowhere, and the ledger says who signed', async () => {
  const lethe = await withErasure()
  await countersign(lethe, pemOf(second.privateKey))
  const secret = second.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32)
  const forms = [secret, Buffer.from(secret.toString('base64').slice(2, 40)), Buffer.from(secret.toString('hex'))]
  expect([...workspaceBytes(lethe.directory)].filter(([, bytes]) => forms.some(form => bytes.includes(form)))).toEqual([])
  const { entries: [entry] } = await lethe.core.call('ledger.list', { limit: 1 }, lethe.run)
  expect(entry).toMatchObject({ kind: 'record-countersigned', request: lethe.requestId, key: fingerprint })
})

test('both signatures stay where the key is rotated afterwards, exported before or not', async () => {
  const lethe = await withErasure()
  await countersign(lethe, pemOf(second.privateKey))
  await lethe.core.call('key.rotate', {}, lethe.run)
  const file = await exported(lethe, 'after.zip')
  expect(await lethe.core.call('record.check', { file: lethe.toRead(file), key: [lethe.key, fingerprint] }, lethe.run)).toMatchObject({ ok: true })
})

test('what cannot counter-sign is refused, and nothing is changed', async () => {
  const lethe = await withErasure()
  const own = readFileSync(join(lethe.directory, 'keys', 'signing-key'))
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const size = async () => (await lethe.core.call('ledger.list', { limit: 1 }, lethe.run)).total
  const before = await size()
  await expect(countersign(lethe, own)).rejects.toMatchObject({ code: 'key/own' })
  await expect(countersign(lethe, pemOf(rsa.privateKey))).rejects.toMatchObject({ code: 'key/not-ed25519' })
  await expect(countersign(lethe, second.publicKey.export({ type: 'spki', format: 'pem' }))).rejects.toMatchObject({ code: 'key/not-ed25519' })
  await expect(countersign(lethe, 'no key')).rejects.toMatchObject({ code: 'key/not-ed25519' })
  await expect(countersign(lethe, Buffer.alloc(100_000))).rejects.toMatchObject({ code: 'key/not-ed25519' })
  await expect(countersign(lethe, pemOf(second.privateKey, 'right'))).rejects.toMatchObject({ code: 'key/needs-passphrase' })
  await expect(countersign(lethe, pemOf(second.privateKey, 'right'), 'wrong')).rejects.toMatchObject({ code: 'key/passphrase-wrong' })
  await expect(lethe.core.call('record.countersign', { requestId: lethe.requestId, key: lethe.toRead(join(lethe.outside, 'nowhere.pem')) }, lethe.run)).rejects.toMatchObject({ code: 'usage/file-unreadable' })
  expect(await size()).toBe(before)
  await countersign(lethe, pemOf(second.privateKey))
  await expect(countersign(lethe, pemOf(second.privateKey))).rejects.toMatchObject({ code: 'record/countersigned', details: { key: fingerprint } })
  await lethe.core.call('key.rotate', {}, lethe.run)
  // A key that has ended is still one of the workspace.
  await expect(countersign(lethe, own)).rejects.toMatchObject({ code: 'key/own' })
  expect(createPrivateKey(own).asymmetricKeyType).toBe('ed25519')
})

const signaturesOf = (files: Map<string, Buffer>) => (JSON.parse(files.get('record.dsse.json')!.toString()) as { signatures: { keyid: string; sig: string }[] }).signatures
const put = (files: Map<string, Buffer>, signatures: object[]) => {
  const { payload, payloadType: type } = JSON.parse(files.get('record.dsse.json')!.toString()) as { payload: string; payloadType: string }
  files.set('record.dsse.json', Buffer.from(`${JSON.stringify({ payload, payloadType: type, signatures })}\n`))
}

test('a counter-signature that was changed, or is by nobody else, is found', async () => {
  const lethe = await withErasure()
  await countersign(lethe, pemOf(second.privateKey))
  const bytes = readFileSync(await exported(lethe, 'record.zip'))
  const { checkRecord } = await import('../../../src-main/core/records/check-record.ts')
  const { writeCanonicalZip } = await import('../../../src-main/core/records/canonical-zip.ts')
  const changed = (change: (files: Map<string, Buffer>) => void) => {
    const files = new Map(readCanonicalZip(bytes).files!)
    change(files)
    return checkRecord(writeCanonicalZip(files)).problems.map(({ code }) => code)
  }
  expect(changed(() => {})).toEqual([])
  expect(changed(files => put(files, signaturesOf(files).slice(0, 1)))).toContain('file-unknown')
  expect(changed(files => put(files, [signaturesOf(files)[0]!, signaturesOf(files)[0]!]))).toContain('counter-signature')
  expect(changed(files => put(files, [signaturesOf(files)[0]!, { ...signaturesOf(files)[1]!, sig: signaturesOf(files)[0]!.sig }]))).toContain('counter-signature')
  expect(changed(files => void files.delete('countersigner-key.pem'))).toContain('file-missing')
})
