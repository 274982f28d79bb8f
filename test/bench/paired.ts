/**
 * Paired timing: contenders take turns, A B A B …, within one run, and are compared round by round. A machine that slows
 * down for a while (heat, another program) then slows both alike, and their ratio hardly moves.
 */

export interface Contender {
  readonly name: string
  /** The first peer is what everyone is compared with; without one, the first contender is. */
  readonly peer?: boolean
  /** Called before every run and not timed. */
  readonly before?: () => void | Promise<void>
  /** Does the work once. A number it returns is its own measure in milliseconds (a peer in another process); otherwise the runner's clock counts. */
  readonly run: () => number | void | Promise<number | void>
}

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

export interface ContenderTiming {
  readonly name: string
  readonly times: readonly number[]
  readonly ms: Spread
  /** This contender's time divided by the first peer's in the same round: 0.5 is twice as fast. Null for that peer itself. */
  readonly ratio: Spread | null
}

export interface Comparison {
  readonly title: string
  readonly rounds: number
  readonly comparedWith: string
  readonly contenders: readonly ContenderTiming[]
}

export type Now = () => number

/** Runs every contender once to warm up, then `rounds` rounds in the order given. */
export async function pairedRounds(title: string, contenders: readonly Contender[], rounds: number, now: Now): Promise<Comparison> {
  if (contenders.length === 0) throw new Error(`"${title}" has no contenders.`)
  const times = contenders.map((): number[] => [])
  for (let round = -1; round < rounds; round += 1) {
    for (const [i, contender] of contenders.entries()) {
      const ms = await timeOnce(contender, now)
      if (round >= 0) times[i]!.push(ms)
    }
  }
  return compareTimes(title, contenders, times)
}

async function timeOnce(contender: Contender, now: Now): Promise<number> {
  await contender.before?.()
  globalThis.gc?.() // nobody pays for the garbage of the one before (run-bench starts Node with --expose-gc)
  const start = now()
  const own = await contender.run()
  return typeof own === 'number' ? own : now() - start
}

/** `times[contender][round]` in milliseconds. */
export function compareTimes(title: string, contenders: readonly Pick<Contender, 'name' | 'peer'>[], times: readonly (readonly number[])[]): Comparison {
  const peer = Math.max(0, contenders.findIndex(contender => contender.peer === true))
  return {
    title,
    rounds: times[peer]!.length,
    comparedWith: contenders[peer]!.name,
    contenders: contenders.map(({ name }, i) => ({
      name,
      times: times[i]!,
      ms: spreadOf(times[i]!),
      ratio: i === peer ? null : spreadOf(pairwiseRatios(times[i]!, times[peer]!)),
    })),
  }
}

/** One ratio per round. Both lists have one entry per round. */
export function pairwiseRatios(times: readonly number[], peerTimes: readonly number[]): number[] {
  if (times.length !== peerTimes.length) throw new Error('Paired times must have the same number of rounds.')
  return times.map((ms, round) => ms / peerTimes[round]!)
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('There is no spread of no values.')
  if (values.some(value => Number.isNaN(value))) throw new Error('A measured value is not a number.')
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0]!, median: medianOfSorted(sorted), max: sorted.at(-1)! }
}

/** The middle value; of an even count, the mean of the two in the middle. */
function medianOfSorted(sorted: readonly number[]): number {
  const upper = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2
}
