import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const samples = join(import.meta.dirname, '../../resources/samples')
const sample = readFileSync(join(samples, 'clinic-visits.csv'))
let folder: string

beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'lethe-sample-')) })
afterAll(() => rmSync(folder, { recursive: true }))

test('the script beside the sample makes it again, byte for byte', () => {
  const again = join(folder, 'again.csv')
  execFileSync(process.execPath, [join(samples, 'make-sample.mjs'), again])
  expect(readFileSync(again).equals(sample)).toBe(true)
})

describe('the sample', () => {
  // No value is quoted or holds a comma, so this is enough to read it.
  const [header, ...rows] = sample.toString('utf8').trimEnd().split('\n').map(line => line.split(','))
  const column = (name: string) => rows.map(row => row[header!.indexOf(name)]!)
  const people = (keep: (row: string[]) => boolean) => new Set(rows.filter(keep).map(row => row[0]))

  test('is small, and every record has every column', () => {
    expect(sample.length).toBeLessThan(500_000)
    expect(rows.length).toBeGreaterThan(3_800)
    expect(rows.length).toBeLessThan(4_200)
    expect(new Set(rows.map(row => row.length))).toEqual(new Set([12]))
  })

  test('has 1,200 people, most with several rows, each with one e-mail address of their own', () => {
    const pairs = new Set(rows.map(row => `${row[0]} ${row[1]}`))
    expect({ people: new Set(column('patient_id')).size, emails: new Set(column('email')).size, pairs: pairs.size }).toEqual({ people: 1_200, emails: 1_200, pairs: 1_200 })
  })

  test('names nobody who could exist', () => {
    expect(column('patient_id').filter(id => !/^P-\d{5}-[A-Z]{2}$/.test(id))).toEqual([])
    expect(column('email').filter(email => !/^[a-z]+\.[a-z]+\.\d+@example\.org$/.test(email))).toEqual([])
  })

  test('has one region with fewer than six people, and values missing where the demo needs them', () => {
    const counts = [...new Set(column('region'))].map(region => people(row => row[4] === region).size)
    expect(counts.filter(count => count < 6)).toHaveLength(1)
    expect(counts).toHaveLength(12)
    expect(header!.filter(name => column(name).includes(''))).toEqual(['occupation', 'bmi'])
  })

  test('has a label that is not balanced, so that accuracy has a baseline to beat', () => {
    const yes = column('no_show').filter(label => label === 'yes').length / rows.length
    expect(yes).toBeGreaterThan(0.33)
    expect(yes).toBeLessThan(0.37)
  })
})
