import type { Db } from '../database/open-database.ts'

/** The name, in SQL, of `numbersContain`: numbers_contain(text, number, …). */
export const numbersContainName = 'numbers_contain'

const known = new WeakSet<Db>()

/** Makes the function known to this connection. Asking it in SQL spares reading every row into JavaScript. */
export function addNumbersContain(db: Db): void {
  if (known.has(db)) return
  known.add(db)
  let wanted = ''
  let contains = numberContains(wanted)
  db.function(numbersContainName, { varargs: true, deterministic: true, directOnly: true }, (text: string, ...numbers: (number | null)[]) => {
    if (text !== wanted) [wanted, contains] = [text, numberContains(text)]
    for (const number of numbers) if (number !== null && contains(number)) return 1
    return 0
  })
}

/** Numbers with four places after the point at most are looked at without writing them out. */
const scale = 1e4
/** No two decimals of so many digits are the same double. */
const mostDigits = 15

/** A function that says whether a number, as JavaScript writes it, contains this text. */
export function numberContains(wanted: string): (number: number) => boolean {
  const written = (number: number) => String(number).includes(wanted)
  if (!/^[1-9]\d*$/.test(wanted) || wanted.length > mostDigits) return written
  const value = Number(wanted)
  const span = 10 ** wanted.length
  return number => {
    const scaled = Math.abs(Math.round(number * scale))
    // Writing is what takes long. A number of at most 15 digits is written with exactly these, so they must contain the text too.
    if (scaled >= 10 ** mostDigits || scaled / scale !== Math.abs(number)) return written(number)
    for (let left = scaled; left >= value; left = Math.floor(left / 10)) if (left % span === value) return written(number)
    return false
  }
}
