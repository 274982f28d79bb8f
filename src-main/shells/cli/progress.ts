import { duration, type Terminal } from './terminal.ts'

const stages: Readonly<Record<string, string>> = {
  look: 'Looking at the file', store: 'Storing rows', index: 'Building the index', compact: 'Compacting the file', read: 'Reading rows',
  optimise: 'Finding the optimum', intend: 'Writing the intent to the ledger', compute: 'Computing the new model', adopt: 'Erasing rows and swapping models',
  overwrite: 'Overwriting old bytes', search: 'Searching every file for the erased values', complete: 'Completing the ledger entry',
}

/** Shows the stage, how far it is and how long it will take, at most ten times a second. */
export function showProgress(terminal: Terminal): (stage: string, done: number, total: number) => void {
  let current = ''
  let started = 0
  let shown = 0
  return (stage, done, total) => {
    const now = performance.now()
    if (stage !== current) {
      current = stage
      started = now
      shown = 0
    }
    if (now - shown < 100) return
    shown = now
    const name = stages[stage] ?? stage
    const share = total > 1 ? Math.min(1, done / total) : 0
    const left = stage !== 'optimise' && share > 0.05 && now - started > 500 ? `, ${duration(((now - started) * (1 - share)) / share)} left` : ''
    terminal.progress(share > 0 && stage !== 'optimise' ? `${name}: ${Math.round(100 * share)} %${left}` : `${name} …`)
  }
}
