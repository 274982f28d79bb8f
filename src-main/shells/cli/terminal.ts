import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CoreError } from '../../core/base/core-error.ts'

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
      if (!quiet) console.log(printable(text))
    },
    progress(text) {
      if (!shows) return
      // A terminal that does not know its width says 0.
      process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}`)
      shown = true
    },
    clearProgress,
    ask(question) {
      clearProgress()
      return answerTo(createInterface({ input: process.stdin, output: process.stderr }), question)
    },
    async askHidden(question) {
      clearProgress()
      // The reader first: from then on the terminal itself echoes nothing.
      const reader = createInterface({ input: process.stdin, output: new Writable({ write: (_chunk, _encoding, done) => done() }), terminal: true })
      process.stderr.write(question)
      try {
        return await answerTo(reader, '')
      } finally {
        process.stderr.write('\n')
      }
    },
  }
}

/** What was typed; Ctrl-C and an end of input (Ctrl-D) cancel. Read key by key, a terminal sends no signal but tells the reader. */
async function answerTo(reader: Interface, question: string): Promise<string> {
  const cancelled = Promise.withResolvers<never>()
  const cancel = () => cancelled.reject(new CoreError('run/cancelled', {}))
  reader.once('SIGINT', cancel)
  reader.once('close', cancel)
  process.once('SIGINT', cancel)
  try {
    return await Promise.race([reader.question(question), cancelled.promise])
  } finally {
    process.off('SIGINT', cancel)
    reader.close()
  }
}

const steering = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** A line as it may safely be shown: characters that steer a terminal or turn the direction of text are spelled out. */
export const printable = (line: string): string => line.replaceAll(steering, character => `\\u{${character.codePointAt(0)!.toString(16)}}`)

/** An object for programs that is as safe to look at: the same JSON, with those characters escaped. */
export const jsonText = (value: object): string => JSON.stringify(value).replaceAll(steering, character => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`)

const widestCell = 60

/** Left-aligned columns two spaces apart; numbers may be given padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => rows.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), 0))
  // One long cell does not push the others off the screen.
  return rows.map(row => row.map((cell, column) => cell.padEnd(Math.min(widestCell, widths[column] ?? 0))).join('  ').trimEnd())
}

/** Milliseconds in the unit a person reads. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`
}

export const percent = (share: number | null): string => (share === null ? 'not measured' : `${(100 * share).toFixed(2)} %`)

export const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
