/** Rows that one request or one comparison can name. */
export const mostRows = 1_000_000
