import { pairedRounds } from './paired.ts'
import type { Comparison, Contender, Now } from './paired.ts'
import type { Fact } from './report.ts'

/** What a file `test/bench/<name>.bench.ts` exports as its default. */
export interface Benchmark {
  readonly name: string
  /** One sentence: what is compared with what. */
  readonly about: string
  run(bench: Bench): void | Promise<void>
}

/** What a benchmark works with. */
export interface Bench {
  /** The rounds asked for with `--runs`. */
  readonly runs: number
  /** A line of the report that is no timing: n, d, lambda, a gradient norm. */
  fact(name: string, value: string | number): void
  /** Times the contenders in turns and adds a table to the report; `runs` overrides `--runs` for a very long or short piece. */
  compare(title: string, contenders: readonly Contender[], options?: { readonly runs?: number }): Promise<Comparison>
}

export interface Collected {
  readonly facts: Fact[]
  readonly comparisons: Comparison[]
}

/** Runs one benchmark and gathers what it reports. */
export async function collect(benchmark: Benchmark, runs: number, now: Now): Promise<Collected> {
  const collected: Collected = { facts: [], comparisons: [] }
  await benchmark.run({
    runs,
    fact: (name, value) => { collected.facts.push({ name, value }) },
    async compare(title, contenders, options = {}) {
      const comparison = await pairedRounds(title, contenders, options.runs ?? runs, now)
      collected.comparisons.push(comparison)
      return comparison
    },
  })
  return collected
}
