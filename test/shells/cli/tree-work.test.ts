import { expect, test } from 'vitest'
import type { ComparedMethod } from '../../../src-main/contract/model.ts'
import { compareLines } from '../../../src-main/shells/cli/commands/compare.ts'
import { articleTable } from '../../../src-main/shells/cli/commands/erase.ts'

const unseen = { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null }
const work = (trees: number, nodesRevised: number, subtreesGrown: number) => ({ trees, nodesRevised, subtreesGrown })
const method = (name: string, treeWork: ComparedMethod['treeWork']): ComparedMethod => ({
  method: name, guarantee: 'same-bits', publishedSha256: 'a'.repeat(64), sameBits: true, boundary: false, distanceToRetrained: 0, computeMs: 12, runs: 5, cpuMs: 12, gradientPasses: 0, hessianPasses: 0,
  ...(treeWork === undefined ? {} : { treeWork }), testAccuracy: 0.85, testR2: null, about: '',
})

test('a comparison of a forest says what was done to its trees', () => {
  const lines = compareLines({ modelId: 'm-1', task: 'binary', rows: 1, methods: [method('retrain', work(100, 0, 100)), method('update', work(10, 64, 12))] })
  expect(lines[1]).toMatch(/time +work +accuracy/)
  expect(lines[3]).toContain('10 / 64 / 12')
  expect(lines.at(-1)).toBe('work: trees changed / nodes revised / subtrees grown. Times: medians of 5 runs.')
})

test('and of another model its passes', () => {
  const lines = compareLines({ modelId: 'm-1', task: 'binary', rows: 1, methods: [method('retrain', undefined)] })
  expect([lines[1], lines[2]].join()).toMatch(/passes.*0 \+ 0/)
})

test('so does the table of the article', () => {
  const measured = { computeMs: 2, cpuMs: 2, gradientPasses: 0, hessianPasses: 0, unseen }
  const text = articleTable('update', { ...measured, treesChanged: 1 }, { ...measured, treesChanged: 100, sameBits: true, distance: 0 }).join('\n')
  expect(text).toMatch(/1 tree changed; 2\.?0? ms of processor time +100 trees changed; 2/)
})
