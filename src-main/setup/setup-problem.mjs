/** Something the person must bring or mend first. The message is one sentence or two: what is wrong, then what to do. */
export class SetupProblem extends Error {}

/** Ends the process: a problem of set-up is told as a sentence, anything else is our bug and keeps its stack. */
export function endWith(error) {
  process.stderr.write(error instanceof SetupProblem ? `${error.message}\n` : `${error?.stack ?? error}\n`)
  process.exit(1)
}

/** All of set-up speaks on standard error: standard output belongs to the command that runs afterwards (`--json`). */
export const say = line => process.stderr.write(`${line}\n`)
