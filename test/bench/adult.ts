import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'

/** The columns of the Adult data set (UCI; Kohavi 1996), whose file has no header line. */
export const adultColumns = ['age', 'workclass', 'fnlwgt', 'education', 'education-num', 'marital-status', 'occupation', 'relationship', 'race', 'sex', 'capital-gain', 'capital-loss', 'hours-per-week', 'native-country', 'income']

const realFile = new URL('../../../shared/data/adult-train.csv', import.meta.url)

/** The Adult training file where it lies beside the repository, else rows of the same shape made from a seed; with a header line. */
export function adultFile(): { file: string; what: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
  const file = join(folder, 'adult.csv')
  const real = existsSync(realFile)
  writeFileSync(file, `${adultColumns.join(',')}\n${real ? readFileSync(realFile, 'utf8') : madeRows(32_561)}`)
  return { file, what: real ? 'Adult' : 'Adult-like rows from a seed', remove: () => rmSync(folder, { recursive: true }) }
}

/** As many levels a column as Adult has, of which the first are frequent and the last rare. */
const levels = [9, 16, 7, 15, 6, 5, 2, 42]

function madeRows(count: number): string {
  const random = seededRandom(1)
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from))
  const level = (k: number) => Math.floor(levels[k]! * random() ** 3)
  const effects = levels.map(n => Array.from({ length: n }, () => random() - 0.5))
  const lines = Array.from({ length: count }, () => {
    const [age, weight, years, hours] = [whole(17, 90), whole(12_000, 1_400_000), whole(1, 17), whole(1, 99)]
    const gain = random() < 0.08 ? whole(100, 99_999) : 0
    const loss = random() < 0.05 ? whole(100, 4_000) : 0
    const codes = levels.map((_, k) => level(k))
    const score = (age - 40) / 25 + (years - 10) / 3 + (hours - 40) / 30 + gain / 10_000 + codes.reduce((sum, code, k) => sum + 2 * effects[k]![code]!, 0) - 1.5
    const label = random() < 1 / (1 + Math.exp(-score)) ? '>50K' : '<=50K'
    const [work, education, marital, job, relation, race, sex, country] = codes.map((code, k) => `level-${k}-${code}`)
    return [age, work, weight, education, years, marital, job, relation, race, sex, gain, loss, hours, country, label].join(',')
  })
  return `${lines.join('\n')}\n`
}
