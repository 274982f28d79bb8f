import { CoreError } from '../../core/base/core-error.ts'
import type { Run } from '../../core/ports.ts'
import { showProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

/** One Ctrl-C may come twice: from the terminal and from the program that started us. */
const samePressMs = 1000

/**
 * A run that Ctrl-C cancels, as soon as the present step lets go. From a second later on another one ends the process at once, also
 * in the middle of a step, because the signal is then the system's own again: nothing is half done after that either.
 */
export function cancellableRun(terminal: Terminal): Run {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = () => {
    if (controller.signal.aborted) return
    terminal.progress(`${stopping} …`)
    controller.abort(new CoreError('run/cancelled', {}))
    setTimeout(() => signals.forEach(signal => process.off(signal, stop)), samePressMs).unref()
  }
  for (const signal of signals) process.on(signal, stop)
  const progress = showProgress(text => terminal.progress(controller.signal.aborted ? `${stopping}: ${text}` : text))
  return { signal: controller.signal, progress }
}

const stopping = 'Stopping (Ctrl-C again ends it at once, which is safe too)'
