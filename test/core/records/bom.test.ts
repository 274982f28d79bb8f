import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { isBomOf, writeBom } from '../../../src-main/core/records/bom.ts'
import { packagesOf } from '../../../src-main/core/records/product-packages.ts'
import { version } from '../../../src-main/shells/node-ports.ts'
import { outcome, recordInFolder } from './record-in-folder.ts'
import { statementAbout, statementDigest, states } from './record-states.ts'

/** The schemas of CycloneDX 1.6, as its own library ships them. */
const schemas = join(dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema')
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object

const ajv = new Ajv({ strict: false, allErrors: true, schemas: { 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json': schema('spdx'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json': schema('jsf-0.82') } })
addFormats.default(ajv)
// Formats of drafts later than 7, of which no text of ours has one that could be wrong.
for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true)
const valid = ajv.compile(schema('bom-1.6'))

const packages = packagesOf(version)
const bomOf = (facts = outcome) => writeBom(statementAbout(facts), statementDigest, packages)

interface Bom {
  readonly components: readonly { readonly type: string; readonly name: string; readonly version?: string; readonly modelCard?: { readonly quantitativeAnalysis: { readonly performanceMetrics: readonly object[] } } }[]
}

describe.each(Object.entries(states))('%s', (_, facts) => {
  test('the list keeps to the schema of CycloneDX 1.6, and is the same again', () => {
    const text = bomOf(facts)
    valid(JSON.parse(text))
    expect(valid.errors).toBeNull()
    expect(bomOf(facts)).toBe(text)
    expect(isBomOf(text, statementAbout(facts), statementDigest)).toBe(true)
  })
})

test('the schema would refuse a list that is wrong', () => {
  expect(valid({ ...JSON.parse(bomOf()) as object, bomFormat: 'SPDX' })).toBe(false)
  expect(valid({ ...JSON.parse(bomOf()) as object, serialNumber: 'urn:uuid:1' })).toBe(false)
  expect(valid({ ...JSON.parse(bomOf()) as object, components: [{ type: 'model', name: 'm' }] })).toBe(false)
})

test('it names the product, what it ran on, its packages, and a card for each model with its numbers in full', () => {
  const { components } = JSON.parse(bomOf()) as Bom
  const named = components.map(({ type, name, version: of }) => `${type} ${name} ${of ?? ''}`.trim())
  expect(named).toEqual(expect.arrayContaining(['platform node 24.21.0', 'platform v8 13.6', 'operating-system linux x64', 'machine-learning-model m-000000000001 2', 'machine-learning-model m-000000000002 5']))
  expect(named.some(name => /^library better-sqlite3 \d+\.\d+\.\d+$/.test(name))).toBe(true)
  const metrics = components.map(({ modelCard }) => modelCard?.quantitativeAnalysis.performanceMetrics)
  expect(metrics.find(list => list !== undefined && list.length > 0)).toEqual(expect.arrayContaining([
    { type: 'accuracy', value: '0.765', slice: 'unlearned, 200 unseen rows' }, { type: 'logarithmic loss', value: '0.4512345678901234', slice: 'retrained, 200 unseen rows' },
  ]))
})

test('the packages of another version are not guessed', () => {
  expect(packages.length).toBeGreaterThan(3)
  expect(packagesOf('0.0.1')).toEqual([])
})

test('the one in a record is that of its statement, and names nobody', () => {
  const { files } = recordInFolder()
  const text = files.get('bom.cdx.json')!.toString()
  valid(JSON.parse(text))
  expect(valid.errors).toBeNull()
  const named = writeBom(statementAbout({ ...outcome, organisation: { name: 'NORDLICHT', contact: 'NORDLICHT' } }), statementDigest, packages)
  expect(named).not.toContain('NORDLICHT')
})
