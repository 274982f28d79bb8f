// Run as a program: node die-at.ts WORKSPACE SUBJECT STAGE. Carries out the request, or several together (with commas), or erases the dataset, and kills itself, as the
// power going off would, when the erasure reaches the stage.
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

const [directory, subject, dyingStage] = process.argv.slice(2) as [string, string, string]
const run = {
  signal: new AbortController().signal,
  progress(stage: string) {
    if (stage === dyingStage) process.kill(process.pid, 'SIGKILL')
  },
}
const core = openCore(directory, nodePorts(directory))
core.recover(run)
if (subject.startsWith('ds-')) await core.call('dataset.erase', { dataset: subject }, run)
else if (subject.includes(',')) await core.call('erasure.run-together', { requestIds: subject.split(','), method: 'auto', compare: false }, run)
else await core.call('erasure.run', { requestId: subject, method: 'auto', compare: false }, run)
core.close()
