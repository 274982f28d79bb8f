// One round in a process of its own, so that its memory is its own: `node requests-round.ts WORKSPACE LIST` prints milliseconds of each step.
import { statSync } from 'node:fs'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

const [directory, list] = process.argv.slice(2) as [string, string]
const ports = nodePorts(directory)
const core = openCore(directory, ports)
core.recover({ signal: new AbortController().signal, progress() {} })
const stages: Record<string, number> = {}
let [call, stage, since] = ['', '', performance.now()]
const lap = (next: string) => {
  const now = performance.now()
  if (stage !== '') stages[stage] = (stages[stage] ?? 0) + now - since
  ;[stage, since] = [next, now]
}
const run = { signal: new AbortController().signal, progress: (next: string) => lap(`${call}: ${next}`) }
const started = performance.now()
const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  call = name
  lap(`${name}: start`)
  const done = await work()
  lap('')
  return done
}

const loaded = await timed('load', () => core.call('request.load-list', { file: ports.files.handOut(list, 'read'), kind: 'csv', columns: { identifiers: [{ column: 'mail', kind: 'e-mail' }] }, law: 'gdpr', dryRun: false }, run))
const requestIds = (await timed('list', () => core.call('request.list', {}, run))).map(({ requestId }) => requestId)
const erased = await timed('erase', () => core.call('erasure.run-together', { requestIds, method: 'auto', compare: false }, run))
const statements = `${directory}.jsonl`
const stated = await timed('state', () => core.call('record.export-statements', { requestIds, file: ports.files.handOut(statements, 'write') }, run))
const totalMs = performance.now() - started
core.close()
console.log(JSON.stringify({
  totalMs, stages, opened: loaded.opened, matchedRows: loaded.matchedRows, erasedRows: erased.erasedRows, residueFound: erased.residueFound, statements: stated.statements,
  models: erased.models.map(({ method, guarantee }) => `${method}, ${guarantee}`), statementBytes: statSync(statements).size, mostMemoryMB: process.resourceUsage().maxRSS / 1000,
}))
