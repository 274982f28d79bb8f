import { spawn } from 'node:child_process'

/**
 * Runs a program in our place: same terminal, same signals, same end. Resolves to its exit code; when a signal ended it,
 * we end by the same one, so that a shell sees what really happened.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    // A terminal sends Ctrl-C to both of us already; passed on again, the child would take it for a second one.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    const pass = signal => {
      if (signal !== 'SIGINT' || !onTerminal) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      if (signal !== null) process.kill(process.pid, signal)
      resolve(code ?? 1)
    })
  })
}
