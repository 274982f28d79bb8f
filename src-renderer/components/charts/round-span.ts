/** An axis around these percentages, from `lowest` on: round ends, a round step, and room enough that equal values lie in its middle. */
export function roundSpan(values: readonly number[], lowest = 0): { readonly min: number; readonly max: number; readonly step: number; readonly decimals: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = Math.max(0.05, (most - least) * 0.25)
  const wanted = (most - least + 2 * room) / 4
  const step = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25].find(one => one >= wanted) ?? 25
  const inSteps = (value: number) => Number((value * step).toFixed(2))
  return {
    min: Math.max(lowest, inSteps(Math.floor((least - room) / step))), max: Math.min(100, inSteps(Math.ceil((most + room) / step))),
    step, decimals: step < 0.1 ? 2 : step < 1 ? 1 : 0,
  }
}
