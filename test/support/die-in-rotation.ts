// Run as a program: node die-in-rotation.ts WORKSPACE STAGE. Rotates the signing key and kills itself when the new key is created, when
// the ledger names it, or when the old one was destroyed.
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { join } from 'node:path'
import { shredFile } from '../../src-main/core/base/shred-file.ts'

const [directory, stage] = process.argv.slice(2) as [string, 'created' | 'committed' | 'shredded']
const die = () => process.kill(process.pid, 'SIGKILL')
const ports = nodePorts(directory)
const { successor } = ports.secrets
const secrets = {
  ...ports.secrets,
  successor: {
    ...successor,
    create(secret: Buffer) {
      successor.create(secret)
      if (stage === 'created') die()
    },
    promote() {
      if (stage === 'shredded') shredFile(join(directory, 'keys', 'signing-key'))
      die()
    },
  },
}
const core = openCore(directory, { ...ports, secrets })
await core.call('key.rotate', {}, { signal: new AbortController().signal, progress: () => {} })
