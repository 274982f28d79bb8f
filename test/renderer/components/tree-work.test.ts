// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import type { ComparedMethod } from '../../../src-main/contract/model.ts'
import type { Measured, ModelOutcome } from '../../../src-main/contract/record.ts'
import ComparedTable from '../../../src-renderer/components/model/ComparedTable.vue'
import FeatureTable from '../../../src-renderer/components/request/FeatureTable.vue'
import MeasuredTable from '../../../src-renderer/components/request/MeasuredTable.vue'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
const cells = ({ wrapper }: Awaited<ReturnType<typeof inWindow>>) => wrapper.findAll('tbody tr').map(row => row.findAll('td').map(cell => cell.text()))

const measured: Measured = {
  computeMs: 409, cpuMs: 402, gradientPasses: 0, hessianPasses: 0, treesChanged: 10,
  unseen: { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null },
}
const outcome: ModelOutcome = {
  model: 'm-1', learner: 'forest', version: 2, methodAsked: 'update', method: 'update', guarantee: 'same-bits', boundary: false, commitmentBefore: 'c', commitmentAfter: 'c',
  settings: {}, rows: { train: 90, test: 0 }, unlearned: measured, retrained: { ...measured, treesChanged: 100, sameBits: true, distance: 0 },
}

test('of a forest the window says how many trees were changed, and nothing of passes', async () => {
  const table = cells(await inWindow(MeasuredTable, { props: { outcome } }))
  expect(table).toEqual(expect.arrayContaining([['Trees changed', '10', '100']]))
  expect(table.flat().join(' ')).not.toMatch(/passes/)
  const features = cells(await inWindow(FeatureTable, { props: { outcome } }))
  expect(features[3]!.slice(2)).toEqual([
    'trees changed: 10; 0.402 s of processor time', 'trees changed: 100; 0.402 s of processor time',
  ])
})

const method = (name: string, treeWork: ComparedMethod['treeWork']): ComparedMethod => ({
  method: name, guarantee: 'same-bits', publishedSha256: 'a'.repeat(64), sameBits: true, boundary: false, distanceToRetrained: 0, computeMs: 12, runs: 5, cpuMs: 12, gradientPasses: 0, hessianPasses: 0,
  ...(treeWork === undefined ? {} : { treeWork }), testAccuracy: null, testR2: null, about: '',
})

test('so does a comparison, and a method that did not count is called so', async () => {
  const shown = await inWindow(ComparedTable, { props: { methods: [method('retrain', undefined), method('update', { trees: 10, nodesRevised: 1064, subtreesGrown: 12 })] } })
  expect(shown.wrapper.findAll('th').map(head => head.text())).toContain('Trees changed, nodes revised, subtrees grown')
  expect(cells(shown).map(row => row[4])).toEqual(['not measured', '10, 1,064, 12'])
})
