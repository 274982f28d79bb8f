import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import { splitOff, withoutRows, type FeatureRows } from '../../../../src-main/core/features/feature-rows.ts'
import { forest } from '../../../../src-main/core/learners/forest/forest.ts'
import type { ForestState } from '../../../../src-main/core/learners/forest/forest-state.ts'
import { usualPace, type Pace } from '../../../../src-main/core/learners/forest/revise-tree.ts'
import { eraseRows, publishedOf, workingForest, type WorkingForest } from '../../../../src-main/core/learners/forest/working-forest.ts'
import { isClosed, type WorkingNode } from '../../../../src-main/core/learners/forest/working-tree.ts'
import { quietRun } from '../../../support/core-with.ts'
import { encode, forestExample, madeRecords, madeTypes, publishedText, trainOn, type ForestExample } from './forest-example.ts'

const run = quietRun()

/** The ways a node may be revised: grown again always, counts corrected and rows moved wherever that can be done, and what is taken usually. */
const paces: readonly Pace[] = [
  { smallRows: Infinity, changedShare: 0, uncountedShare: 0, movedShare: 0 },
  { smallRows: 0, changedShare: Infinity, uncountedShare: Infinity, movedShare: Infinity },
  { smallRows: 0, changedShare: Infinity, uncountedShare: Infinity, movedShare: 0 },
  { smallRows: 8, changedShare: 0.25, uncountedShare: 0.1, movedShare: 0.1 },
  usualPace,
]

const textOf = (working: WorkingForest, example: ForestExample) => publishedText(publishedOf(working), example)
const anew = (rows: FeatureRows, example: ForestExample) => publishedText(trainOn(rows, example), example)
const update = (state: ForestState, rows: FeatureRows, gone: ReadonlySet<number>, { recipe }: ForestExample) => {
  const { erased, kept } = splitOff(rows, gone)
  return forest.methods['update']!.forget(state, erased, kept, recipe, run)
}

const opened = (node: WorkingNode): number => (isClosed(node) ? 0 : 1 + opened(node.left) + opened(node.right))

describe('a forest that is corrected in memory', () => {
  const shapes = fc.record({
    seed: fc.nat(10_000), groups: fc.constantFrom('1', '2'), shards: fc.constantFrom('1', '2'), depth: fc.constantFrom('2', '5', '12'), features: fc.constantFrom('1', '2', '3'),
    thresholds: fc.constantFrom('1', '3', '8', '40'), 'leaf-rows': fc.constantFrom('1', '2', '5'), 'split-rows': fc.constantFrom('2', '4', '10', '60'), classes: fc.constantFrom(2, 3, 5), rows: fc.integer({ min: 20, max: 250 }),
  })

  test('is the one of the kept rows, whichever way each node is revised, and after each of many erasures', () => {
    fc.assert(fc.property(shapes, ({ seed, classes, rows: count, ...settings }) => {
      const example = forestExample(madeTypes, { seed: String(seed), ...settings }, classes)
      const all = encode(example, madeRecords(count, seed, ['yes', 'no', 'perhaps', 'never', 'once'].slice(0, classes)))
      const { vocabulary, trees } = trainOn(all, example)
      const random = seededRandom(seed)
      const gone = new Set<number>()
      let ways = paces.map(pace => workingForest(vocabulary, trees, [all], example.recipe, pace))
      for (const share of [0, 0, 0.01, 0, 0.1, 0, 0.4]) {
        const left = [...all.rows].filter(row => !gone.has(row))
        const part = share === 0 ? [left[Math.floor(random() * left.length)]!] : left.filter(() => random() < share)
        if (part.length === 0 || part.length === left.length) continue
        for (const row of part) gone.add(row)
        const { erased } = splitOff(all, new Set(part))
        ways = ways.map(working => eraseRows(working, erased, run).working)
        const expected = anew(withoutRows(all, gone), example)
        expect(ways.map(working => textOf(working, example) === expected)).toEqual(paces.map(() => true))
      }
    }), { numRuns: 200 })
  }, 60_000)

  test('leaves the forest before it as it was, and can go on from there another way', () => {
    const example = forestExample(madeTypes, { groups: '3', shards: '2' })
    const all = encode(example, madeRecords(400, 21))
    const trained = trainOn(all, example)
    const first = update(trained, all, new Set([5]), example).state
    const before = publishedText(first, example)
    const kept = withoutRows(all, new Set([5]))
    const one = update(first, kept, new Set([6, 7]), example).state
    const other = update(first, kept, new Set([8]), example).state
    expect(publishedText(first, example)).toBe(before)
    expect(publishedText(one, example)).toBe(anew(withoutRows(all, new Set([5, 6, 7])), example))
    expect(publishedText(other, example)).toBe(anew(withoutRows(all, new Set([5, 8])), example))
  })

  test('opens the nodes a row comes to, and shares all others with the forest before', () => {
    const example = forestExample(madeTypes, { groups: '1', shards: '2' })
    const all = encode(example, madeRecords(2000, 22))
    const { vocabulary, trees } = trainOn(all, example)
    const before = workingForest(vocabulary, trees, [all], example.recipe)
    expect(before.roots.map(opened)).toEqual([0, 0])
    const { working, work } = eraseRows(before, splitOff(all, new Set([1])).erased, run)
    expect(working.roots.filter((root, t) => root === before.roots[t])).toHaveLength(1)
    expect(work.trees).toBe(1)
    expect(work.nodesRevised).toBeGreaterThan(1)
    expect(work.subtreesGrown).toBeGreaterThan(0)
    expect(opened(working.roots.find((root, t) => root !== before.roots[t])!)).toBeGreaterThanOrEqual(work.nodesRevised)
  })

  test('loses words with their last row, and has them again in no later erasure', () => {
    const example = forestExample(madeTypes, { groups: '2', shards: '2' }, 3)
    const records = [...madeRecords(200, 23, ['red', 'green']), [30, 'Neverland', 1, 'ultraviolet'] as const]
    const all = encode(example, records)
    let state = update(trainOn(all, example), all, new Set([201]), example).state
    for (const row of [1, 2, 3]) state = update(state, withoutRows(all, new Set([201])), new Set([row]), example).state
    expect(Buffer.concat([...forest.save(state).values()]).toString('latin1')).not.toMatch(/Neverland|ultraviolet/)
    expect(publishedText(state, example)).toBe(anew(withoutRows(all, new Set([201, 1, 2, 3])), example))
  })

  test('does not forget twice what it has forgotten, nor a row it never had', () => {
    const example = forestExample(madeTypes, { groups: '2', shards: '2' })
    const all = encode(example, madeRecords(300, 24))
    const once = update(trainOn(all, example), all, new Set([9]), example).state
    expect(() => update(once, all, new Set([9]), example)).toThrow(expect.objectContaining({ code: 'model/state-damaged' }))
    const other = encode(example, madeRecords(301, 24))
    expect(() => update(once, other, new Set([301]), example)).toThrow(expect.objectContaining({ code: 'model/state-damaged' }))
    // The mistake left nothing behind.
    expect(publishedText(update(once, all, new Set([10]), example).state, example)).toBe(anew(withoutRows(all, new Set([9, 10])), example))
  })

  test('finds rows that come in no order', () => {
    const example = forestExample(madeTypes, { groups: '2', shards: '2' })
    const all = encode(example, madeRecords(300, 25))
    const shuffledNumbers: FeatureRows = { ...all, rows: Uint32Array.from(all.rows, (_, i) => ((i * 7919) % 300) + 1) }
    const once = update(trainOn(all, example), shuffledNumbers, new Set([4]), example).state
    const twice = update(once, shuffledNumbers, new Set([77, 78]), example).state
    expect(publishedText(twice, example)).toBe(anew(withoutRows(shuffledNumbers, new Set([4, 77, 78])), example))
  })

  test('can be cancelled between two trees', () => {
    const example = forestExample(madeTypes, { groups: '5', shards: '1' })
    const all = encode(example, madeRecords(100, 26))
    const { vocabulary, trees } = trainOn(all, example)
    const working = workingForest(vocabulary, trees, [all], example.recipe)
    const cancelled = new AbortController()
    const seen: number[] = []
    const stopping = { signal: cancelled.signal, progress: (_stage: string, done: number) => { seen.push(done); if (done === 1) cancelled.abort(new Error('cancelled')) } }
    expect(() => eraseRows(working, splitOff(all, new Set([1])).erased, stopping)).toThrow('cancelled')
    expect(seen).toEqual([0, 1])
    expect(textOf(working, example)).toBe(anew(all, example))
  })
})
