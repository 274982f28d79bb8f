/** Published weights are whole multiples of 2⁻²⁰. */
export const grid = 2 ** 20

/** The published integer of a weight: the nearest multiple, halves upwards. */
export const toGrid = (weight: number): number => Math.floor(weight * grid + 0.5) + 0
