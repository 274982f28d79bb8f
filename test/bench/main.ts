// `npm run bench -- NAME [--runs N] [--json]`. Without NAME it lists the benchmarks.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { collect } from './bench.ts'
import type { Benchmark } from './bench.ts'
import { reportAsText, thisMachine } from './report.ts'
import type { Report } from './report.ts'

const ending = '.bench.ts'
const defaultRuns = 7

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (typeof options === 'string') return badInput(options)
  const names = readdirSync(import.meta.dirname).filter(file => file.endsWith(ending)).map(file => file.slice(0, -ending.length)).sort()
  if (options.name === undefined) return list(names)
  if (!names.includes(options.name)) return badInput(`There is no benchmark "${options.name}". ${names.length === 0 ? 'There are none yet.' : `Choose one of: ${names.join(', ')}.`}`)

  const benchmark = await load(options.name)
  const { facts, comparisons } = await collect(benchmark, options.runs, () => performance.now())
  const report: Report = { name: benchmark.name, about: benchmark.about, machine: thisMachine(), facts, comparisons }
  console.log(options.json ? JSON.stringify(report) : reportAsText(report))
  return 0
}

interface Options {
  readonly name: string | undefined
  readonly runs: number
  readonly json: boolean
}

/** The options, or a sentence about what is wrong with them. */
function readOptions(args: string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: String(defaultRuns) } } })
    const runs = Number(values.runs)
    if (!Number.isInteger(runs) || runs < 1) return '--runs must be a whole number from 1 on.'
    if (positionals.length > 1) return 'Name one benchmark at a time.'
    return { name: positionals[0], runs, json: values.json }
  } catch (error) {
    const what = error instanceof Error ? error.message.split('. ')[0] : String(error)
    return `${what}. Usage: npm run bench -- NAME [--runs N] [--json]`
  }
}

async function list(names: readonly string[]): Promise<number> {
  const benchmarks = await Promise.all(names.map(load))
  const width = Math.max(0, ...names.map(name => name.length))
  console.log(['npm run bench -- NAME [--runs N] [--json]', ...benchmarks.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`)].join('\n'))
  return 0
}

async function load(name: string): Promise<Benchmark> {
  const file = pathToFileURL(join(import.meta.dirname, name + ending))
  const { default: benchmark } = await import(file.href) as { default: Benchmark }
  return benchmark
}

function badInput(sentence: string): number {
  console.error(sentence)
  return 2
}
