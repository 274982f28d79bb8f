import { seededRandom } from '../../src-main/core/base/seeded-random.ts'

/** A made-up person as a line of a file: every value that names them occurs nowhere else. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly note: string
}

export interface PersonFile {
  readonly csv: string
  readonly people: readonly Person[]
}

/** A file of people with an identifier, an e-mail, a free text, some features and a label; the same for the same seed. */
export function personFile(count: number, seed: number): PersonFile {
  const random = seededRandom(seed)
  const token = () => Array.from({ length: 3 }, () => Math.floor(random() * 36 ** 4).toString(36).padStart(4, '0')).join('')
  const people: Person[] = []
  const lines = ['person,email,note,age,income,town,smoker,answered']
  for (let i = 0; i < count; i += 1) {
    const person = { id: `ID-${token()}`, email: `${token()}@example.org`, note: `wrote ${token()} ${token()}` }
    const age = 18 + Math.floor(random() * 70)
    const income = (10_000 + random() * 90_000).toFixed(2)
    const town = ['Ashby', 'Brill', 'Corfe', 'Dunster', 'Eyam', 'Fowey', 'Goring', 'Hythe'][Math.floor(random() ** 2 * 8)]!
    const smoker = random() < 0.2 ? 'yes' : 'no'
    const answered = random() < 1 / (1 + Math.exp((age - 50) / 12)) ? 'yes' : 'no'
    people.push(person)
    lines.push([person.id, person.email, `"${person.note}"`, age, income, town, smoker, answered].join(','))
  }
  return { csv: `${lines.join('\n')}\n`, people }
}
