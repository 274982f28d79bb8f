/** Makes resources/docs/erasure-record-v3.schema.json, the JSON Schema of the statement in a record, from the contract: node resources/checker/record-schema.ts */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { KeyProtection } from '../../src-main/contract/ledger.ts'
import { ErasureOutcome, KeySince } from '../../src-main/contract/record.ts'
import { digest } from '../../src-main/contract/shape.ts'
import { predicateTypeBase, predicateVersion, statementType } from '../../src-main/core/records/statement.ts'

const { data, ...facts } = ErasureOutcome.unwrap().shape
const { datasets, dataset: _, ...totals } = data.unwrap().shape
const outcomeOfVersion3 = z.object({ ...facts, data: z.object({ ...totals, datasets: datasets.unwrap() }) })

const statement = z.object({
  _type: z.literal(statementType),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: digest }) })),
  predicateType: z.literal(`${predicateTypeBase}${predicateVersion}`),
  predicate: z.object({
    ledger: z.object({ origin: z.string(), size: z.number().int().nonnegative(), root: digest, key: digest, keyProtection: KeyProtection, keySince: KeySince.optional() }),
    outcome: outcomeOfVersion3,
  }),
})

/** Words a reader compares with something, so that a new one would be misread: all others may become more within a version. */
const closed = ['name', 'guarantee', 'how']

/** The text of the schema. Members may be added within a version, and readers ignore those they do not know, so none is forbidden. */
export function recordSchema(): string {
  const { $schema, ...shape } = z.toJSONSchema(statement, {
    target: 'draft-2020-12', io: 'input',
    override({ jsonSchema, path }) {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      delete jsonSchema.readOnly
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      const member = String(path[path.length - 1])
      const words = jsonSchema.enum ?? (typeof jsonSchema.const === 'string' ? [jsonSchema.const] : undefined)
      if (words === undefined || closed.includes(member) || !path.includes('predicate')) return
      delete jsonSchema.enum
      delete jsonSchema.const
      jsonSchema.examples = words
    },
  })
  const about = {
    $schema, $id: `https://lethe.invalid/erasure-record/v${predicateVersion}/schema.json`, title: `The statement of an erasure record of Lethe, version ${predicateVersion}`,
    description: 'An in-toto Statement v1: the payload of record.dsse.json. record-format.md says what each member means. The identifiers are names, not addresses.',
  }
  return `${JSON.stringify({ ...about, ...shape }, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL(`../docs/erasure-record-v${predicateVersion}.schema.json`, import.meta.url), recordSchema())
