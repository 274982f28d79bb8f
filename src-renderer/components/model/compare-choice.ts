/** Which rows a comparison is about. */
export type CompareBy = 'request' | 'marked' | 'numbers'
