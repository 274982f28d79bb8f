import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import type { Clock, Machine, Ports } from '../core/ports.ts'
import { fileSecrets } from './file-secrets.ts'

/** Version of the product. */
export const version = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version

/** The real clock, randomness and key files of a process under plain Node. */
export function nodePorts(directory: string): Ports {
  return { clock: systemClock(), randomBytes, secrets: fileSecrets(directory), machine: thisMachine(), version }
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
