/** Beginning and end of a digest, for beside its picture: "f8a2…d391". */
export const shortDigest = (digest: string): string => (digest.length <= 12 ? digest : `${digest.slice(0, 4)}…${digest.slice(-4)}`)

/** Digits of a digest in groups of eight, as they are read aloud and compared by eye. */
export const groupedDigest = (digest: string): string => digest.match(/.{1,8}/g)?.join(' ') ?? ''

/** In groups of four: the fingerprint of a key, as it is printed and read out. */
export const fourDigits = (digest: string): string => digest.match(/.{1,4}/g)?.join(' ') ?? ''

/** How many of the 64 digits differ. */
export const differentDigits = (a: string, b: string): number => [...a].filter((digit, i) => digit !== b[i]).length
