import { spawn } from 'node:child_process'

/** What Chromium writes about itself (a missing message bus, a graphics driver): nothing a person could act on. */
const chromiumLog = /^\[[\d:]*\d{4}\/\d+\.\d+:(?!FATAL)[A-Z]+\d*:/

/**
 * Runs Electron until its window is closed. Resolves to `{ code }`, or to `{ neverStarted }` with the reason in its own words where
 * it could not run on this system at all: a library or its sandbox is missing.
 */
export function runElectron(binary, args, env) {
  return new Promise(resolve => {
    const child = spawn(binary, args, { env, stdio: ['inherit', 'inherit', 'pipe'] })
    const pass = signal => child.kill(signal)
    // A terminal sends Ctrl-C to Electron too.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, signal === 'SIGINT' && onTerminal ? noticed : pass)
    let last = ''
    let rest = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        if (line.trim() === '' || chromiumLog.test(line)) continue
        last = line
        process.stderr.write(`${line}\n`)
      }
    })
    const finish = answer => {
      for (const signal of signals) process.off(signal, signal === 'SIGINT' && onTerminal ? noticed : pass)
      resolve(answer)
    }
    child.on('error', error => finish({ neverStarted: error.message }))
    child.on('close', (code, signal) => {
      const crashed = code === 127 || code === 126 || ['SIGTRAP', 'SIGILL', 'SIGABRT', 'SIGSEGV'].includes(signal)
      finish(crashed ? { neverStarted: reasonIn(rest || last) || `exit code ${code ?? signal}` } : { code: code ?? 1 })
    })
  })
}

const noticed = () => {}

/** The line without Chromium's time stamp and file name. */
const reasonIn = line => line.replace(/^\[[^\]]*\]\s*/, '').trim()
