import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Where a command talks to people: plain lines, one changing line of progress, questions. */
export interface Terminal {
  readonly interactive: boolean
  line(text: string): void
  /** Shows or replaces the line of progress; nothing in a pipe. */
  progress(text: string): void
  clearProgress(): void
  ask(question: string): Promise<string>
  /** Asks without showing what is typed. */
  askHidden(question: string): Promise<string>
}

export function processTerminal(quiet: boolean): Terminal {
  const interactive = process.stdin.isTTY === true && process.stderr.isTTY === true
  const shows = process.stderr.isTTY === true && !quiet
  let shown = false
  const clearProgress = () => {
    if (!shown) return
    process.stderr.write('\r\u001b[2K')
    shown = false
  }
  return {
    interactive,
    line(text) {
      clearProgress()
      if (!quiet) console.log(text)
    },
    progress(text) {
      if (!shows) return
      process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`)
      shown = true
    },
    clearProgress,
    async ask(question) {
      clearProgress()
      const reader = createInterface({ input: process.stdin, output: process.stderr })
      try {
        return await reader.question(question)
      } finally {
        reader.close()
      }
    },
    async askHidden(question) {
      clearProgress()
      process.stderr.write(question)
      const reader = createInterface({ input: process.stdin, output: new Writable({ write: (_chunk, _encoding, done) => done() }), terminal: true })
      try {
        return await reader.question('')
      } finally {
        reader.close()
        process.stderr.write('\n')
      }
    },
  }
}

/** Left-aligned columns two spaces apart; numbers may be given padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
}

/** Milliseconds in the unit a person reads. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`
}

export const percent = (share: number | null): string => (share === null ? 'not measured' : `${(100 * share).toFixed(2)} %`)

export const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
