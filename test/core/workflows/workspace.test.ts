import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src-main/core/core.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'

const csv = `person,age,label\n${Array.from({ length: 60 }, (_, i) => `p-${i},${20 + i},${i % 2 === 0 ? 'yes' : 'no'}`).join('\n')}\n`

function reopen({ directory, ports, run }: TestCore) {
  const core = openCore(directory, ports)
  core.recover(run)
  core.close()
}

describe('a workspace', () => {
  test('keeps all it writes for its owner alone', async () => {
    const { core, directory } = await coreWith({ csv })
    core.close()
    for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
      expect(`${entry} ${(statSync(join(directory, entry)).mode & 0o077).toString(8)}`).toBe(`${entry} 0`)
    }
  })

  test('clears on opening what a crash left half written', async () => {
    const lethe = await coreWith({ csv })
    lethe.core.close()
    for (const name of ['keys/signing-key.partial', 'records/erased.list.partial', 'temporary/staged', 'temporary/folder/file']) {
      mkdirSync(join(lethe.directory, name, '..'), { recursive: true })
      writeFileSync(join(lethe.directory, name), 'half')
    }
    reopen(lethe)
    expect(readdirSync(join(lethe.directory, 'temporary'))).toEqual([])
    expect(readdirSync(join(lethe.directory, 'keys')).sort()).toEqual(['sealing-key', 'signing-key', 'suppression-key'])
    expect(existsSync(join(lethe.directory, 'records', 'erased.list.partial'))).toBe(false)
  })

  test('says which key is missing, and does not make another', async () => {
    const lethe = await coreWith({ csv })
    rmSync(join(lethe.directory, 'keys', 'suppression-key'))
    await expect(lethe.core.call('request.open', { dataset: 'people', who: { subject: 'p-3' }, law: 'gdpr' }, lethe.run)).rejects.toMatchObject({ code: 'workspace/key-missing', details: { key: 'suppression-key' } })
    expect(existsSync(join(lethe.directory, 'keys', 'suppression-key'))).toBe(false)
  })

  test('is not made below a file', async () => {
    const lethe = await coreWith()
    const file = lethe.write('a file', '')
    expect(() => openCore(file, lethe.ports)).toThrow(/The workspace cannot be there/)
    expect(() => openCore(join(file, 'below'), lethe.ports)).toThrow(/The workspace cannot be there/)
    expect(() => openCore(join(lethe.outside, 'n'.repeat(300)), lethe.ports)).toThrow(/The workspace cannot be there/)
  })
})

describe('rows of a request', () => {
  test('must be in the dataset, not erased, not in another open request; named twice they count once', async () => {
    const lethe = await coreWith({ csv: `${csv}short\n` })
    const open = (rows: number[]) => lethe.core.call('request.open', { dataset: 'people', who: { rows }, law: 'ccpa' }, lethe.run)
    expect((await open([5, 5, 6])).matchedRows).toBe(2)
    await expect(open([6, 7])).rejects.toMatchObject({ code: 'request/rows-pending', details: { count: 1 } })
    await expect(open([61, 62, 7])).rejects.toMatchObject({ code: 'request/rows-not-found', details: { count: 2, first: 61 } })
    await expect(open([])).rejects.toMatchObject({ code: 'request/no-rows-named' })
    await lethe.core.call('erasure.run', { requestId: (await open([9])).requestId, method: 'auto', compare: false }, lethe.run)
    await expect(open([8, 9])).rejects.toMatchObject({ code: 'request/rows-erased', details: { count: 1, first: 9 } })
    expect((await lethe.core.call('request.list', {}, lethe.run)).map(({ state }) => state).sort()).toEqual(['completed', 'received'])
  })

  test('can be asked for by name where the dataset names nobody', async () => {
    const lethe = await coreWith({ csv: csv.replace('person', 'ref') })
    const [dataset] = await lethe.core.call('dataset.list', {}, lethe.run)
    expect(dataset!.columns[0]!.role).not.toBe('subject')
    await expect(lethe.core.call('request.open', { dataset: 'people', who: { subject: 'p-3' }, law: 'gdpr' }, lethe.run)).rejects.toMatchObject({ code: 'request/no-subject-column' })
  })
})
