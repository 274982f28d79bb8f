// Makes clinic-visits.csv: invented people, invented visits. Run it with any Node ≥ 18: node resources/samples/make-sample.mjs [FILE]
// Everything comes from the seed below, so two runs give the same bytes.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const seed = 20_260_401
const peopleCount = 1_200

const regions = [
  ['Alderfen', 14], ['Brackwater', 12], ['Cindermoor', 11], ['Dunhollow', 10], ['Eastmere', 10], ['Fallowridge', 9],
  ['Greywick', 8], ['Hartsea', 8], ['Ironvale', 7], ['Juniper Coast', 6], ['Kestrel Downs', 5],
]
const rareRegion = { name: 'Lonelight Isle', people: [17, 402, 777, 1_150] } // fewer than six people: a group too small to hide in
const occupations = [['office', 22], ['retail', 14], ['teaching', 10], ['healthcare', 10], ['construction', 9], ['transport', 8], ['student', 9], ['retired', 14], ['agriculture', 4]]
const givenNames = ['Ansel', 'Brisa', 'Corin', 'Dalia', 'Edda', 'Faro', 'Gisla', 'Hanno', 'Ilka', 'Joren', 'Kaia', 'Levin', 'Mirel', 'Nilo', 'Orla', 'Pavo', 'Quinta', 'Runa', 'Senn', 'Tova', 'Ulla', 'Vero', 'Wenda', 'Yorick', 'Zita']
const familyNames = ['Ashdown', 'Birkenau', 'Calloway', 'Drift', 'Ellery', 'Fenwright', 'Goldsand', 'Hollin', 'Inkwell', 'Jessamy', 'Kilburn', 'Larkmoor', 'Merrow', 'Northam', 'Oakhaven', 'Pemberly', 'Quillon', 'Rookwood', 'Sandoval', 'Thistle']
const diagnoses = [['J06', 20], ['I10', 18], ['E11', 14], ['M54', 16], ['F41', 12], ['K21', 10], ['Z00', 10]]
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

// What makes a person miss an appointment, in log-odds. Invented as well; a linear model can find most of it.
const regionEffect = { Brackwater: 0.9, Dunhollow: -0.8, Greywick: 1.1, Ironvale: -0.7, 'Kestrel Downs': 0.6, 'Lonelight Isle': 1.4 }
const occupationEffect = { student: 0.9, construction: 0.8, transport: 0.6, retired: -0.9, teaching: -0.6, healthcare: -0.5 }
const diagnosisEffect = { F41: 1.2, M54: 0.5, Z00: 0.7, I10: -0.7, E11: -0.9 }

/** Mulberry32: 32 bits of state, the same numbers in every JavaScript. */
function randomFrom(start) {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = randomFrom(seed)
const chance = probability => random() < probability
const whole = (from, to) => from + Math.floor(random() * (to - from + 1))
const pick = list => list[whole(0, list.length - 1)]

/** About normal, from twelve uniform numbers: no logarithm whose last digit could differ between machines. */
function normal(mean, deviation) {
  let sum = -6
  for (let i = 0; i < 12; i += 1) sum += random()
  return mean + deviation * sum
}

function weighted(pairs) {
  let left = random() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of pairs) {
    left -= weight
    if (left < 0) return name
  }
  return pairs[0][0]
}

const clamp = (value, least, most) => Math.min(most, Math.max(least, value))

function inventPerson(number) {
  const given = pick(givenNames)
  const family = pick(familyNames)
  const age = Math.round(clamp(normal(47, 18), 18, 94))
  return {
    id: `P-${String(number).padStart(5, '0')}-${pick(letters)}${pick(letters)}`,
    email: `${given}.${family}.${number}@example.org`.toLowerCase(),
    age,
    sex: chance(0.52) ? 'female' : 'male',
    region: rareRegion.people.includes(number) ? rareRegion.name : weighted(regions),
    occupation: age >= 68 ? 'retired' : weighted(age < 40 ? occupations.filter(([name]) => name !== 'retired') : occupations.filter(([name]) => name !== 'student')),
    tellsOccupation: chance(0.94),
    bmi: clamp(normal(26.5, 4.5), 16, 48),
    smoker: chance(0.24),
    bloodPressure: normal(104 + age * 0.42, 11),
    visits: clamp(Math.round(normal(4, 2.4)), 0, 14),
    rows: whole(1, 3) + whole(0, 2) + (chance(0.2) ? whole(0, 3) : 0),
  }
}

function inventVisit(person) {
  const diagnosis = weighted(diagnoses)
  const visits = clamp(person.visits + whole(-1, 1), 0, 15)
  const bmi = person.bmi + normal(0, 0.3)
  const pressure = Math.round(clamp(person.bloodPressure + normal(0, 6), 84, 205))
  const logOdds = -1.4
    - 0.055 * (person.age - 47)
    - 0.34 * (visits - 4)
    + (person.smoker ? 1.3 : 0)
    + 0.05 * (bmi - 26.5)
    - 0.012 * (pressure - 124)
    + (regionEffect[person.region] ?? 0)
    + (occupationEffect[person.occupation] ?? 0)
    + (diagnosisEffect[diagnosis] ?? 0)
  const noShow = chance(1 / (1 + Math.exp(-logOdds)))
  return [
    person.id, person.email, person.age, person.sex, person.region, person.tellsOccupation ? person.occupation : '', visits,
    chance(0.06) ? '' : bmi.toFixed(1), person.smoker ? 'yes' : 'no', pressure, diagnosis, noShow ? 'yes' : 'no',
  ]
}

function makeSample() {
  const header = 'patient_id,email,age,sex,region,occupation,visits_last_year,bmi,smoker,blood_pressure,diagnosis_code,no_show'
  const rows = []
  for (let number = 1; number <= peopleCount; number += 1) {
    const person = inventPerson(number)
    for (let i = 0; i < person.rows; i += 1) rows.push(inventVisit(person))
  }
  // One person's rows lie apart, as in a table that grew over a year.
  for (let i = rows.length - 1; i > 0; i -= 1) {
    const j = whole(0, i)
    ;[rows[i], rows[j]] = [rows[j], rows[i]]
  }
  return `${[header, ...rows.map(row => row.join(','))].join('\n')}\n` // no value needs quotes
}

const file = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), 'clinic-visits.csv')
writeFileSync(file, makeSample())
