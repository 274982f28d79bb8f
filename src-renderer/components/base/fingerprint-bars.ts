/** One bar: its digits as written, where it stands, and how tall it is as a share of the tallest. */
export interface Bar {
  readonly digits: string
  readonly height: number
}

/** A digest as 16 bars of two bytes each: small, and always beside its text. */
export const glyphBars = (digest: string): Bar[] => (digest.match(/.{1,4}/g) ?? []).map(digits => ({ digits, height: (Number.parseInt(digits, 16) + 1) / 65_536 }))

/** A digest as 64 bars: digit 0 short, f tall. */
export const digitBars = (digest: string): Bar[] => [...digest].map(digits => ({ digits, height: (Number.parseInt(digits, 16) + 1) / 16 }))
