import { openCore, type CoreCall } from '../../src-main/core/core.ts'
import type { Input } from '../../src-main/contract/api.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { adultWorkspace, benchRun } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'
import { fillWorkspace } from './fill-workspace.ts'
import { percentiles } from './percentiles.ts'

const rounds = 50

export default {
  name: 'lists',
  about: 'what screens ask for at once, in a workspace of 100 models, 10,000 requests and 100,000 ledger entries',
  async run(bench) {
    const { directory, what, remove } = await adultWorkspace()
    const core = openCore(directory, nodePorts(directory))
    bench.fact('data', what)
    bench.fact('workspace', await fillWorkspace(directory, core))

    const timed = async <N extends CoreCall>(name: N, input: Input<N>) => {
      const { contenders } = await bench.compare(name, [{ name, run: async () => void await core.call(name, input, benchRun) }], { runs: rounds })
      bench.fact(name, percentiles(contenders[0]!))
    }
    await timed('workspace.overview', {})
    await timed('dataset.list', {})
    await timed('dataset.show', { dataset: 'adult' })
    await timed('dataset.page', { dataset: 'adult', offset: 20_000, limit: 100 })
    await timed('model.list', {})
    await timed('model.show', { modelId: 'm-50' })
    await timed('request.list', {})
    await timed('request.show', { requestId: 'rq-77' })
    await timed('record.list', {})
    await timed('ledger.list', { limit: 100 })
    await timed('ledger.list', { before: 50_000, limit: 500 })
    await timed('ledger.list', { limit: 100, about: 'rq-400', kinds: ['records'] })
    await timed('ledger.list', { limit: 100, kinds: ['requests', 'records'], from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' })
    await timed('ledger.list', { limit: 100, kinds: ['settings'] })
    core.close()
    remove()
  },
} satisfies Benchmark
