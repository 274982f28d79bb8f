import { z } from 'zod'
import { KeyProtection } from '../../contract/ledger.ts'
import { count, digest, instant } from '../../contract/shape.ts'
import { CoreError } from '../base/core-error.ts'
import type { SecretName } from '../ports.ts'

export const manifestName = 'manifest.json'
export const databaseName = 'lethe.db'
export const recordsFolder = 'records'
export const keyFile = (name: SecretName): string => `keys/${name}`
export const secretNames = ['signing-key', 'suppression-key', 'sealing-key'] as const satisfies readonly SecretName[]

const formatBase = 'lethe/backup/'
const formatVersion = 1

/** The first file of a backup: what it is a backup of, and every other file in it. */
const Manifest = z.strictObject({
  format: z.literal(`${formatBase}${formatVersion}`),
  product: z.strictObject({ name: z.literal('lethe'), version: z.string() }),
  workspace: z.string(), madeAt: instant,
  /** Version of the tables in the database. */
  tables: count,
  datasets: count, models: count,
  ledger: z.strictObject({ entries: count, root: digest, key: digest, keyProtection: KeyProtection }),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: count, sha256: digest })),
})
export type BackupManifest = z.output<typeof Manifest>
export type BackupFile = BackupManifest['files'][number]

export const newManifest = (facts: Omit<BackupManifest, 'format'>): BackupManifest => ({ format: `${formatBase}${formatVersion}`, ...facts })

/** Reads a manifest; undefined where it is none. Throws 'backup/newer-format' where a later Lethe wrote it. */
export function readManifest(text: string, file: string): BackupManifest | undefined {
  const value = parse(text)
  const format = typeof value === 'object' && value !== null && 'format' in value ? String(value.format) : ''
  const version = format.startsWith(formatBase) ? format.slice(formatBase.length) : ''
  if (/^[1-9][0-9]{0,8}$/.test(version) && Number(version) > formatVersion) throw new CoreError('backup/newer-format', { file, version: productOf(value) })
  const manifest = Manifest.safeParse(value)
  return manifest.success && hasEveryFile(manifest.data.files) ? manifest.data : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function productOf(value: unknown): string {
  const version = (value as { product?: { version?: unknown } }).product?.version
  return typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? version : 'unknown'
}

/** The database and each key once, and besides only files of the records folder, by names that lead nowhere else. */
function hasEveryFile(files: readonly BackupFile[]): boolean {
  const names = new Set(files.map(({ name }) => name))
  const needed = [databaseName, ...secretNames.map(keyFile)]
  return names.size === files.length && needed.every(name => names.has(name)) && files.every(({ name }) => needed.includes(name) || isRecordName(name))
}

/** By such a name nothing leaves the folder; what else a system does not take in one is changed when it is unpacked. */
function isRecordName(name: string): boolean {
  const [folder, ...parts] = name.split('/')
  return folder === recordsFolder && parts.length > 0 && parts.every(part => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'))
}
