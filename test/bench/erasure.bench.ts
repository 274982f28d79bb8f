import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { adultWorkspace, benchRun } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'

const commandLine = fileURLToPath(new URL('../../src-main/shells/cli/main.ts', import.meta.url))

const lethe = (workspace: string, ...words: string[]) =>
  JSON.parse(execFileSync(process.execPath, [commandLine, ...words, '--json', '--workspace', workspace], { encoding: 'utf8' })) as Record<string, unknown>

export default {
  name: 'erasure',
  about: 'one erasure on Adult, request to completed ledger entry, everything on disk, the model\'s state read from the file',
  async run(bench) {
    const { directory, what, remove } = await adultWorkspace()
    const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
    const copies: string[] = []
    const copy = () => {
      const to = join(folder, String(copies.length))
      cpSync(directory, to, { recursive: true })
      copies.push(to)
      return to
    }
    let workspace = ''
    let row = 1
    const inProcess = (method: string) => ({
      name: `${method}, open workspace`,
      before: () => { workspace = copy() },
      run: async () => {
        const core = openCore(workspace, nodePorts(workspace))
        row += 97
        const started = performance.now()
        const { requestId } = await core.call('request.open', { dataset: 'adult', who: { rows: [row] }, law: 'gdpr' }, benchRun)
        await core.call('erasure.run', { requestId, method, compare: false }, benchRun)
        const ms = performance.now() - started
        core.close()
        return ms
      },
    })
    bench.fact('data', what)
    bench.fact('rows erased', 1)
    await bench.compare('one row', [
      { ...inProcess('retrain'), peer: true },
      inProcess('refined'),
      {
        name: 'refined, a fresh process (engine time)',
        before: () => { workspace = copy() },
        run: () => {
          const rows = join(folder, 'rows.txt')
          writeFileSync(rows, `${row}\n`)
          const { requestId } = lethe(workspace, 'request', 'open', 'adult', '--rows', rows, '--law', 'gdpr')
          return lethe(workspace, 'erase', String(requestId))['totalMs'] as number
        },
      },
    ])
    rmSync(folder, { recursive: true })
    remove()
  },
} satisfies Benchmark
