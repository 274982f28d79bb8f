// Run as a program: node cancel-slowly.ts. Waits for Ctrl-C, says when the next one is the system's own, and then never lets go.
import { cancellableRun } from '../../../src-main/shells/cli/cancellable-run.ts'
import { processTerminal } from '../../../src-main/shells/cli/terminal.ts'

const { signal } = cancellableRun(processTerminal(true))
signal.addEventListener('abort', () => {
  process.stdout.write('cancelled\n')
  setInterval(() => {
    if (process.listenerCount('SIGINT') > 0) return
    process.stdout.write('busy\n', () => {
      for (;;) { /* a step that takes for ever */ }
    })
  }, 20)
})
setInterval(() => {}, 60_000)
process.stdout.write('ready\n')
