import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { handedFiles, type HandedFiles } from '../core/base/handed-files.ts'
import { productFolder } from '../core/base/product-folder.ts'
import { memoryViews } from '../core/core.ts'
import type { Clock, Machine, Ports } from '../core/ports.ts'
import type { KeyKeeping } from '../engine/engine-messages.ts'
import { fileSecrets } from './file-secrets.ts'
import { samplePaths } from './sample-files.ts'
import { wrappedSecrets } from './wrapped-secrets.ts'

/** Version of the product. */
export const version = (JSON.parse(readFileSync(join(productFolder(), 'package.json'), 'utf8')) as { version: string }).version

/** The ports of a process under plain Node, or in one of Electron's that has it; keys in files that only their owner can read. */
export const nodePorts = (directory: string): NodePorts => portsOf(directory, { kind: 'files' })

export type NodePorts = Ports & { readonly files: HandedFiles }

/** The same with the keys of the workspace kept as said. */
export function portsOf(directory: string, keys: KeyKeeping): NodePorts {
  const secrets = keys.kind === 'files' ? fileSecrets(directory) : wrappedSecrets(directory, Buffer.from(keys.wrappingKey, 'base64'), keys.protection, randomBytes)
  return { clock: systemClock(), randomBytes, secrets, machine: thisMachine(), files: handedFiles(randomBytes, samplePaths()), views: memoryViews(), version }
}

function systemClock(): Clock {
  return {
    now: () => new Date(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    elapsed: () => performance.now(),
    cpu() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
  }
}

const thisMachine = (): Machine => ({
  runtime: `node ${process.versions.node}`, engine: `v8 ${process.versions.v8}`, platform: `${process.platform}-${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(),
})
