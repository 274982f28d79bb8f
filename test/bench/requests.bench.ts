import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { findDataset } from '../../src-main/core/datasets/dataset-table.ts'
import { matchAll } from '../../src-main/core/matching/match-rows.ts'
import { seek, soughtForm } from '../../src-main/core/matching/sought.ts'
import { fileSecrets } from '../../src-main/shells/file-secrets.ts'
import type { Benchmark } from './bench.ts'
import { customersWorkspace } from './customers.ts'

const rows = 1_000_000
const people = 10_000
/** Each takes the better part of a minute. */
const mostRounds = 3

interface Round {
  readonly totalMs: number
  readonly stages: Readonly<Record<string, number>>
  readonly erasedRows: number
  readonly residueFound: number
  readonly statements: number
  readonly statementBytes: number
  readonly mostMemoryMB: number
  readonly models: readonly string[]
}

export default {
  name: 'requests',
  about: '10,000 people looked for in a million rows, and from a list of them to the last signed statement: one erasure that covers every model',
  async run(bench) {
    const customers = await customersWorkspace(rows, ['naive-bayes', 'logistic-regression'])
    const list = customers.writeList(people)
    bench.fact('data', customers.what)
    bench.fact('people', people.toLocaleString('en'))

    const db = openDatabase(join(customers.directory, 'lethe.db'))
    const dataset = findDataset(db, 'customers')
    const key = fileSecrets(customers.directory).read('suppression-key')!
    const addresses = readFileSync(list, 'utf8').split('\n').slice(1, -1)
    let memory = 0
    const contender = (kind: 'e-mail' | 'any-case') => ({
      name: kind, peer: kind === 'e-mail',
      run() {
        let found = 0
        const sought = seek(addresses.map((value, who) => [who, soughtForm({ kind, value }, null)] as const), null)
        matchAll(db, dataset, sought, key, () => { found += 1 })
        if (found !== people) throw new Error(`${found} of ${people} were found`)
        memory = Math.max(memory, Math.round(process.memoryUsage.rss() / 1e6))
      },
    })
    await bench.compare('looking for all of them, identifiers to rows', [contender('e-mail'), contender('any-case')])
    bench.fact('memory of the process then', `${memory} MB`)
    db.close()

    const rounds: Round[] = []
    await bench.compare('from the list to the last signed statement, in a process of its own', [{
      name: 'load, erase together, state',
      run() {
        const workspace = customers.copy()
        const answer = JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'requests-round.ts'), workspace, list], { encoding: 'utf8', maxBuffer: 1e8 })) as Round
        rmSync(workspace, { recursive: true })
        rmSync(`${workspace}.jsonl`)
        if (answer.erasedRows !== people || answer.residueFound !== 0 || answer.statements !== people) throw new Error(`${answer.erasedRows} rows, ${answer.residueFound} traces, ${answer.statements} statements`)
        rounds.push(answer)
        return answer.totalMs
      },
    }], { runs: Math.min(bench.runs, mostRounds) })
    const last = rounds.at(-1)!
    bench.fact('models', last.models.join('; '))
    bench.fact('statements', `${last.statements.toLocaleString('en')}, ${Math.round(last.statementBytes / 1e6)} MB`)
    bench.fact('most memory', `${Math.round(Math.max(...rounds.map(({ mostMemoryMB }) => mostMemoryMB)))} MB`)
    for (const stage of Object.keys(last.stages)) bench.fact(`  ${stage}`, `${Math.round(medianOf(rounds.slice(1).map(({ stages }) => stages[stage] ?? 0)))} ms`)
    customers.remove()
  },
} satisfies Benchmark

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
