import { spawn } from 'node:child_process'
import { say } from './setup-problem.mjs'

/**
 * Runs a command and says every few seconds how long it has taken and what `progress()` answers. Its own output is kept
 * back and handed to `onFailure` when it fails, which by default passes it on. A signal to us ends it before us, so no half-dead installer goes on writing.
 * Resolves to undefined when all went well, else to what failed in a few words.
 */
export function runWithProgress({ command, args, cwd, env, shell = false, onStart, onFailure = output => process.stderr.write(output), progress = () => '', everyMs = 4_000 }) {
  return new Promise(resolve => {
    const start = Date.now()
    const seconds = () => Math.round((Date.now() - start) / 1000)
    const output = []
    let stoppedBy
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid !== undefined) onStart?.(child.pid)
    child.stdout.on('data', chunk => output.push(chunk))
    child.stderr.on('data', chunk => output.push(chunk))
    const timer = setInterval(() => {
      const state = progress()
      say(`  ${seconds()} s${state === '' ? '' : `, ${state}`}`)
    }, everyMs)
    const stop = signal => {
      stoppedBy = signal
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 1_000).unref() // npm would first undo all it did, and the next start does that anyway
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, stop)
    const finish = problem => {
      clearInterval(timer)
      for (const signal of signals) process.off(signal, stop)
      if (stoppedBy !== undefined) {
        say('Stopped. The next start begins this step again.')
        process.exit(1)
      }
      if (problem !== undefined) onFailure(Buffer.concat(output))
      resolve(problem)
    }
    child.on('error', error => finish(error.message))
    child.on('close', (code, signal) => finish(code === 0 ? undefined : signal === null ? `exit code ${code}` : signal))
  })
}
