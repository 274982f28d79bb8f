import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { KeySummary } from '../../../contract/key.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import { writeFileDurably } from '../../../core/base/write-file-durably.ts'
import { isWorkspace } from '../../../core/core.ts'
import { changeWorkspacePassphrase, protectWorkspace, unprotectWorkspace } from '../../change-protection.ts'
import { isProtected, unlockKeys } from '../../passphrase-keys.ts'
import { cancellableRun } from '../cancellable-run.ts'
import type { Command } from '../command.ts'
import { askForPassphrase, newKeyPassphrase } from '../key-passphrase.ts'
import { readValue } from '../read-value.ts'
import { signInOnce } from '../sign-in-as.ts'

/** As the window shows it and people read it out. */
export const inFours = (fingerprint: string): string => fingerprint.replaceAll(/.{4}(?=.)/g, '$& ')

const plain = (typed: string): string => typed.replaceAll(/[\s:]/g, '').toLowerCase()

const protections: Readonly<Record<KeySummary['protection'], string>> = {
  'os-keychain': 'kept in the keychain of this computer', passphrase: 'kept behind a passphrase', 'not-protected': 'not protected: kept in a file only its owner can read',
}

function keyLines(key: KeySummary): string[] {
  const until = key.untilSeq === null ? 'on' : `to before entry ${key.untilSeq}, when it was ${key.ended === 'lost' ? 'declared LOST' : 'rotated'}`
  return [
    inFours(key.fingerprint), `  signs from entry ${key.sinceSeq} (${key.since}) ${until}; ${protections[key.protection]}`,
    ...(key.held === false ? ['  NOT THERE: nothing can be signed. Put keys/signing-key back from your backup, or "lethe key declare-lost".'] : []),
  ]
}

export const keyListCommand: Command = {
  name: 'key list',
  arguments: [],
  options: {},
  about: 'List the keys that sign this ledger and its records, the present one last',
  examples: ['lethe key list'],
  async run({ call }) {
    const keys = await call('key.list', {})
    return { json: { keys }, lines: keys.length === 0 ? ['No key yet: the first import makes one.'] : keys.flatMap(keyLines) }
  },
}

export const keyRotateCommand: Command = {
  name: 'key rotate',
  arguments: [],
  options: {},
  about: 'Put a new signing key in the place of the present one, which signs that and is destroyed',
  examples: ['lethe key rotate'],
  async run({ call }) {
    const changed = await call('key.rotate', {})
    return {
      json: changed,
      lines: [
        `From entry ${changed.seq} of the ledger on this key signs:`, `  ${inFours(changed.key)}`,
        `The key before it, ${changed.before}, signed that too and is destroyed.`,
        'Tell the new fingerprint to whoever checks records: "lethe key card". Backups made before hold the old key.',
      ],
    }
  },
}

export const keyDeclareLostCommand: Command = {
  name: 'key declare-lost',
  arguments: [],
  options: { fingerprint: { value: 'FINGERPRINT', about: 'that of the lost key, typed to confirm; without it, it is asked for' } },
  about: 'Go on with a new signing key where the present one is lost; the ledger says so for ever',
  examples: ['lethe key declare-lost --fingerprint 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  async run({ call, option, terminal }) {
    const given = option('fingerprint')
    if (given === undefined && !terminal.interactive) throw new CoreError('usage/missing-option', { option: '--fingerprint FINGERPRINT', command: 'key declare-lost' })
    if (given === undefined) terminal.line('Nobody can tell afterwards that you, and not somebody with the database alone, did this. If a backup has the key, put it back instead.')
    const fingerprint = plain(given === undefined ? await terminal.ask('Fingerprint of the lost key: ') : await readValue(given, '--fingerprint', terminal))
    if (!/^[0-9a-f]{64}$/.test(fingerprint)) throw new CoreError('usage/bad-option-value', { option: '--fingerprint', expected: 'a fingerprint of 64 hexadecimal digits' })
    const changed = await call('key.declare-lost', { fingerprint })
    return {
      json: changed,
      lines: [`From entry ${changed.seq} of the ledger on this key signs:`, `  ${inFours(changed.key)}`, `Key ${changed.before} is declared lost. What came before entry ${changed.seq} now rests on your word, and every check says so.`],
    }
  },
}

export const keyCardCommand: Command = {
  name: 'key card',
  arguments: [],
  options: { out: { value: 'FILE.pdf', about: 'where to write it' } },
  about: 'Write the fingerprint of the key on a page (PDF) to hand to an auditor on paper',
  examples: ['lethe key card --out key.pdf'],
  async run({ lethe, option }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE.pdf', command: 'key card' })
    const { call, toWrite } = await lethe()
    const card = { ...await call('key.card', { file: await toWrite(out) }), file: resolve(out) }
    return { json: card, lines: [`Wrote ${card.file}: the fingerprint ${inFours(card.key)}.`] }
  },
}

/** Where another process has the workspace open, that one does it, if it is an engine. */
async function aloneOrBy(alone: () => Promise<unknown>, engine: () => Promise<unknown>): Promise<void> {
  try {
    await alone()
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'key/workspace-open')) throw error
    await engine()
  }
}

export const keyProtectCommand: Command = {
  name: 'key protect',
  arguments: [],
  options: { 'new-passphrase-file': { value: 'FILE', about: 'a file with the passphrase to be; without it, it is asked for twice' } },
  about: 'Put the keys of the workspace behind a passphrase, or behind another one',
  examples: ['lethe key protect', 'lethe key protect --passphrase-file now.txt --new-passphrase-file next.txt'],
  async run({ directory, option, as, terminal, call }) {
    if (!isWorkspace(directory)) throw new CoreError('workspace/none', {})
    const run = cancellableRun(terminal)
    const isAnother = isProtected(directory)
    const current = isAnother ? await askForPassphrase(option('passphrase-file'), terminal) : undefined
    const keys = current === undefined ? undefined : unlockKeys(directory, current)
    // Where there is none yet, the passphrase that is given is the one to be.
    const passphrase = await newKeyPassphrase(option('new-passphrase-file') ?? (isAnother ? undefined : option('passphrase-file')), terminal)
    const signIn = signInOnce(as)
    await aloneOrBy(
      () => (keys === undefined ? protectWorkspace(directory, passphrase, run, signIn) : changeWorkspacePassphrase(directory, keys, passphrase, run, signIn)),
      () => call('key.protect', { passphrase, ...(current === undefined ? {} : { current }) }),
    )
    return {
      json: { protection: 'passphrase' },
      lines: [
        isAnother ? 'The keys of this workspace have another passphrase now.' : 'The keys of this workspace are behind the passphrase now, and the ledger says so.',
        'Keep it: without it nobody can sign, erase or back up here, Lethe neither. Backups and copies made before hold the keys as they were.',
      ],
    }
  },
}

export const keyUnprotectCommand: Command = {
  name: 'key unprotect',
  arguments: [],
  options: {},
  about: 'Take the passphrase from the keys of the workspace: plain files that only you can read',
  examples: ['lethe key unprotect'],
  async run({ directory, option, as, terminal, call }) {
    if (!isWorkspace(directory)) throw new CoreError('workspace/none', {})
    if (!isProtected(directory)) throw new CoreError('key/not-protected', {})
    const current = await askForPassphrase(option('passphrase-file'), terminal)
    const keys = unlockKeys(directory, current)
    await aloneOrBy(() => unprotectWorkspace(directory, keys, cancellableRun(terminal), signInOnce(as)), () => call('key.unprotect', { current }))
    return { json: { protection: 'not-protected' }, lines: ['The keys of this workspace are plain files again, and the ledger says so.'] }
  },
}

export const keyNewCommand: Command = {
  name: 'key new',
  arguments: [],
  options: {
    out: { value: 'FILE', about: 'where to write it; it must not be there yet' },
    'new-passphrase-file': { value: 'FILE', about: 'a file with the passphrase that is to protect it; without it, it is asked for twice' },
    'no-passphrase': { about: 'write it without a passphrase: whoever has the file can sign' },
  },
  about: 'Make a key of a second person\'s own, to counter-sign records with; Lethe keeps nothing of it',
  examples: ['lethe key new --out ~/my-key.pem'],
  async run({ option, flag, terminal }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE', command: 'key new' })
    if (flag('no-passphrase') && option('new-passphrase-file') !== undefined) throw new CoreError('usage/options-exclude', { first: '--no-passphrase', second: '--new-passphrase-file' })
    const file = resolve(out)
    if (existsSync(file)) throw new CoreError('key/file-exists', { file: basename(file) })
    const passphrase = flag('no-passphrase') ? undefined : await newKeyPassphrase(option('new-passphrase-file'), terminal)
    const { privateKey } = generateKeyPairSync('ed25519')
    try {
      writeFileDurably(file, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem', ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }) })))
    } catch {
      throw new CoreError('key/cannot-write', { file: basename(file) })
    }
    return { json: { file, protected: passphrase !== undefined }, lines: [`Wrote ${file}. Keep it to yourself; Lethe keeps no copy.`, 'Counter-sign a record with it: lethe record countersign REQUEST --key FILE'] }
  },
}
