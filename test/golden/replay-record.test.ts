import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { coreWith } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'

const program = join(import.meta.dirname, 'replay_record.py')
const { csv, people } = personFile(300, 71)

let python: string
beforeAll(async () => {
  python = await pythonEnv()
}, 300_000)

interface Opening {
  request: string
  models: { model: string; salt: string; digest: string }[]
}

/** An erasure that two models forgot, its record and opening, and the kept rows as somebody else has them. */
async function handedOut() {
  const lethe = await coreWith({ csv })
  const { core, run, outside, toWrite } = lethe
  await lethe.train({ lambda: '0.5', seed: '7' })
  await lethe.train({ lambda: '1', seed: '8' })
  const { requestId, outcome } = await lethe.erase({ subject: people[8]!.id })
  const record = join(outside, 'record.zip')
  const opening = join(outside, 'opening.json')
  const { key } = await core.call('record.export', { requestId, file: toWrite(record) }, run)
  await core.call('record.opening', { requestId, file: toWrite(opening) }, run)
  const [header, ...lines] = csv.trimEnd().split('\n')
  const rows = lines.filter((_, i) => i !== 8).reverse()
  const kept = lethe.write('kept.csv', `${[header, ...rows].join('\n')}\n`)
  return { lethe, record, opening, kept, key, header: header!, rows, models: outcome.models.map(({ model }) => model) }
}

const replay = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(python, ['-B', program, ...words], { encoding: 'utf8' })
  return { status, lines: `${stdout}${stderr}`.trimEnd().split('\n') }
}

test('a program that is not ours checks a record, trains on the kept rows and gets the bits that were committed to', { timeout: 120_000 }, async () => {
  const { lethe, record, opening, kept, key, header, rows, models } = await handedOut()
  expect(replay(record, opening, kept, '--key', key)).toEqual({ status: 0, lines: models.map(model => `${model}  same bits`) })

  // With the erased row among them, or one cell of another, it is another model.
  const different = { status: 1, lines: models.map(model => `${model}  different: the kept rows give another model`) }
  expect(replay(record, opening, lethe.write('whole.csv', csv), '--key', key)).toEqual(different)
  const changed = rows.map((row, i) => (i === 3 ? row.replace(/,(\d+),/, (_, age: string) => `,${Number(age) + 1},`) : row))
  expect(changed[3]).not.toBe(rows[3])
  expect(replay(record, opening, lethe.write('changed.csv', `${[header, ...changed].join('\n')}\n`), '--key', key).status).toBe(1)

  const opened = JSON.parse(readFileSync(opening, 'utf8')) as Opening
  const openingWith = (change: (opening: Opening) => void) => {
    const next = structuredClone(opened)
    change(next)
    return lethe.write('opening-changed.json', JSON.stringify(next))
  }
  const refused = (name: string | undefined) => [`${name}  different: the opening does not open what the record committed to`, `${models[1]}  same bits`]
  expect(replay(record, openingWith(o => (o.models[0]!.salt = '00'.repeat(32))), kept)).toEqual({ status: 1, lines: refused(models[0]) })
  expect(replay(record, openingWith(o => o.models.pop()), kept).lines[1]).toBe(`${models[1]}  different: the opening does not have this model`)
  expect(replay(record, openingWith(o => (o.request = 'rq-000000000000')), kept)).toEqual({ status: 2, lines: ['the opening is that of another request: rq-000000000000'] })

  expect(replay(record, opening, kept, '--key', 'f'.repeat(64))).toEqual({ status: 2, lines: [`the record is not right: it is signed by another key: ${key}`] })
  const bytes = readFileSync(record)
  // Somewhere in each part of the record; zipfile itself tells a wrong CRC.
  for (const word of ['"matched":', '"hashes":["', 'MCow', '%PDF']) {
    const at = bytes.indexOf(word)
    const forged = Buffer.from(bytes)
    forged[at + word.length] = forged[at + word.length]! ^ 1
    const file = join(lethe.outside, 'forged.zip')
    writeFileSync(file, forged)
    expect([word, replay(file, opening, kept).status]).toEqual([word, 2])
  }
})
