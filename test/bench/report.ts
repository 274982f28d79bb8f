import { availableParallelism, cpus, totalmem } from 'node:os'
import type { Comparison, Spread } from './paired.ts'

export interface Fact {
  readonly name: string
  readonly value: string | number
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  readonly platform: string
}

/** Everything `--json` prints, and all that the table is made from. */
export interface Report {
  readonly name: string
  readonly about: string
  readonly machine: Machine
  readonly facts: readonly Fact[]
  readonly comparisons: readonly Comparison[]
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
}

export function reportAsText({ name, about, machine, facts, comparisons }: Report): string {
  return [
    `${name}: ${about}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}`,
    ...facts.map(fact => `${fact.name}: ${fact.value}`),
    ...comparisons.flatMap(comparison => ['', ...comparisonLines(comparison)]),
  ].join('\n')
}

function comparisonLines({ title, rounds, comparedWith, contenders }: Comparison): string[] {
  const header = ['', 'min ms', 'median ms', 'max ms', `ratio to ${comparedWith} (min … max)`]
  const rows = contenders.map(({ name, ms, ratio }) => [name, digits(ms.min), digits(ms.median), digits(ms.max), ratio === null ? '1' : ratioText(ratio)])
  return [`${title} (${rounds} rounds, taking turns)`, ...aligned([header, ...rows])]
}

const ratioText = (ratio: Spread) => `${digits(ratio.median)} (${digits(ratio.min)} … ${digits(ratio.max)})`

/** Four significant digits: more would be noise, and whole numbers stay whole. */
function digits(value: number): string {
  return Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)))
}

/** The first and the last column to the left, the numbers between them to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const last = widths.length - 1
  return rows.map(row => row.map((cell, column) => (column === 0 || column === last ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ').trimEnd())
}
