// Loaded into every process of an engine by NODE_OPTIONS=--import: makes a worker come to grief at a stage of its task, once.
// LETHE_TEST_AT is {stage, does, marker}: does is "die" (kill -9 of the worker), "orphan" (kill -9 of its engine, which leaves the
// worker running), "hang" (it never looks up again) or "swell" (it takes memory until there is none).
import { existsSync, writeFileSync } from 'node:fs'

const plan = process.env.LETHE_TEST_AT === undefined ? undefined : JSON.parse(process.env.LETHE_TEST_AT)
if (plan !== undefined && process.send !== undefined) {
  const send = process.send.bind(process)
  process.send = (message, ...rest) => {
    if (message?.progress?.[0] === plan.stage && !existsSync(plan.marker)) {
      send(message)
      writeFileSync(plan.marker, '')
      grief[plan.does]()
    }
    return send(message, ...rest)
  }
}

const grief = {
  die: () => process.kill(process.pid, 'SIGKILL'),
  orphan: () => {
    const engine = process.ppid
    process.kill(engine, 'SIGKILL')
    while (process.ppid === engine);
  },
  hang: () => {
    for (;;);
  },
  swell: () => {
    const kept = []
    for (;;) kept.push(Array.from({ length: 100_000 }, () => ({})))
  },
}
