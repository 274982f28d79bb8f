/** The most characters of a text that are shown: what the settings take. */
const mostShown = 500

/** A text that cannot steer a terminal or turn the direction of what stands beside it: such characters become "?", ends of lines too. */
export const plainText = (text: string): string => text.slice(0, mostShown).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '?')
