// Run as a program: node die-at.ts WORKSPACE REQUEST STAGE. Carries out the request and kills itself, as the power going off
// would, when the erasure reaches the stage.
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

const [directory, requestId, dyingStage] = process.argv.slice(2) as [string, string, string]
const run = {
  signal: new AbortController().signal,
  progress(stage: string) {
    if (stage === dyingStage) process.kill(process.pid, 'SIGKILL')
  },
}
const core = openCore(directory, nodePorts(directory))
core.recover(run)
await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
core.close()
