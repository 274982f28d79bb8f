import { duration } from './terminal.ts'

/** What is told of each stage of a task; a stage without words here is told by its name. */
export const stageWords: Readonly<Record<string, string>> = {
  start: 'Starting', look: 'Looking at the file', store: 'Storing rows', index: 'Building the index', write: 'Writing the report', compact: 'Compacting the file', read: 'Reading rows',
  choose: 'Choosing rows', order: 'Ordering rows', profile: 'Reading the column', optimise: 'Finding the optimum',
  match: 'Looking for people', enter: 'Opening the requests', gather: 'Reading the ledger', sign: 'Signing the statements',
  intend: 'Writing the intent to the ledger', compute: 'Computing the new model', adopt: 'Erasing rows and swapping models', remove: 'Erasing the dataset and its models',
  overwrite: 'Overwriting old bytes', search: 'Searching every file for the erased values', complete: 'Completing the ledger entry',
  check: 'Checking the workspace', sum: 'Adding up what is there', pack: 'Packing and encrypting',
  unpack: 'Decrypting and unpacking', verify: 'Verifying the backup', replay: 'Training from nothing on the kept rows', find: 'Looking for rows erased since', forget: 'Computing the models without them', erase: 'Erasing them again',
  comb: 'Searching every file for what was erased again', ready: 'Making the workspace ready', keys: 'Putting the keys in place', place: 'Putting the workspace in place', destroy: 'Overwriting what it replaced',
}

/** Shows the stage, how far it is and how long it will take, at most ten times a second. */
export function showProgress(show: (text: string) => void): (stage: string, done: number, total: number) => void {
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
    const name = stageWords[stage] ?? stage
    const share = total > 1 ? Math.min(1, done / total) : 0
    const left = stage !== 'optimise' && share > 0.05 && now - started > 500 ? `, ${duration(((now - started) * (1 - share)) / share)} left` : ''
    show(share > 0 && stage !== 'optimise' ? `${name}: ${Math.round(100 * share)} %${left}` : `${name} …`)
  }
}
