import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../core/base/core-error.ts'
import { shredFile } from '../core/base/shred-file.ts'
import { syncFolder, writeFileDurably } from '../core/base/write-file-durably.ts'
import type { SecretName, Secrets } from '../core/ports.ts'

/** How a key becomes the bytes of its file, and comes back. */
export interface KeyForm {
  readonly protection: Secrets['protection']
  /** What the files' names end in. */
  readonly suffix: string
  close(secret: Buffer): Buffer
  /** Throws where the bytes were closed otherwise. */
  open(bytes: Buffer): Buffer
}

/** Keys as files in the workspace's folder `keys`, each written whole or not at all. */
export function keyFiles(directory: string, { protection, suffix, close, open }: KeyForm): Secrets {
  const folder = join(directory, 'keys')
  const fileOf = (name: string) => join(folder, `${name}${suffix}`)
  // While it is there, the keys in it count and not those in the other files: so all are replaced at one moment.
  const replacing = fileOf('replacing')

  const write = (file: string, secret: Buffer) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileDurably(file, close(secret))
  }

  function read(name: string): Buffer | undefined {
    let bytes: Buffer
    try {
      bytes = readFileSync(fileOf(name))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw new CoreError('workspace/key-unusable', { key: name })
    }
    try {
      return open(bytes)
    } catch {
      throw new CoreError('workspace/key-unusable', { key: name })
    }
  }

  /** The keys of a replacement that was cut short, which is carried on with. */
  function beingReplaced(): Record<string, Buffer> | undefined {
    const all = read('replacing')
    if (all === undefined) return undefined
    const secrets = Object.entries(JSON.parse(all.toString()) as Record<string, string>).map(([name, secret]): [string, Buffer] => [name, Buffer.from(secret, 'base64')])
    try {
      for (const [name, secret] of secrets) write(fileOf(name), secret)
      rmSync(replacing, { force: true })
    } catch {
      // A full disk: as long as the file is there, what counts is in it.
    }
    return Object.fromEntries(secrets)
  }

  return {
    protection,
    read(name) {
      const replaced = beingReplaced()
      return replaced === undefined ? read(name) : replaced[name]
    },
    create(name, secret) {
      if (this.read(name) !== undefined) throw new Error('A key is never overwritten')
      write(fileOf(name), secret)
    },
    replaceAll(secrets: Readonly<Record<SecretName, Buffer>>) {
      write(replacing, Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.toString('base64')])))))
      beingReplaced()
      shredFile(fileOf(successorName))
    },
    successor: {
      read: () => read(successorName),
      create: secret => write(fileOf(successorName), secret),
      promote() {
        const successor = fileOf(successorName)
        if (!existsSync(successor)) return
        // From here until the rename there is the successor alone, which the ledger names.
        shredFile(fileOf('signing-key'))
        renameSync(successor, fileOf('signing-key'))
        syncFolder(folder)
      },
      drop: () => shredFile(fileOf(successorName)),
    },
  }
}

const successorName = 'next-signing-key'
