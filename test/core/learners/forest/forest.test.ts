import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../../../src-main/core/base/canonical-json.ts'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import { CoreError } from '../../../../src-main/core/base/core-error.ts'
import { splitOff } from '../../../../src-main/core/features/feature-rows.ts'
import { forest } from '../../../../src-main/core/learners/forest/forest.ts'
import { forestPresets, forestSettings } from '../../../../src-main/core/learners/forest/settings.ts'
import { quietRun } from '../../../support/core-with.ts'
import { shuffled } from '../../../support/shuffled.ts'
import { encode, forestExample, forgetIn, madeRecords, madeTypes, publishedText, trainOn, type ForestExample, type Record } from './forest-example.ts'

const run = quietRun()
const small = { groups: '4', shards: '3' }
const colours = ['red', 'green', 'Blau', '\u{1f600}', '\uffee']

const retrained = (records: readonly Record[], example: ForestExample) => publishedText(trainOn(encode(example, shuffled(records, 5)), example), example)
const rowsWhere = (records: readonly Record[], test: (record: Record) => boolean) => new Set(records.flatMap((record, i) => (test(record) ? [i + 1] : [])))
const keptOf = (records: readonly Record[], gone: ReadonlySet<number>) => records.filter((_, i) => !gone.has(i + 1))

/** What forgetting rows of these records publishes, beside what training without them does. */
function bothWays(records: readonly Record[], gone: ReadonlySet<number>, example: ForestExample) {
  const rows = encode(example, records)
  const forgotten = forgetIn(trainOn(rows, example), rows, gone, example)
  return { forgotten: publishedText(forgotten.state, example), anew: retrained(keptOf(records, gone), example), state: forgotten.state }
}

const right = (values: Float64Array, classes: number, labels: ArrayLike<number>) =>
  Array.from(labels, (label, i) => (classes === 1 ? Number(values[i]! > 0.5) : values.subarray(i * classes, (i + 1) * classes).reduce((best, value, k, own) => (value > own[best]! ? k : best), 0)) === label).filter(Boolean).length

const codeOf = (parts: ReadonlyMap<string, Uint8Array>) => {
  try {
    forest.load(parts)
    return 'read'
  } catch (error) {
    return error instanceof CoreError ? error.code : error
  }
}

describe('what it learns', () => {
  test.each([['balanced'], ['fast'], ['quality']])('says of unseen rows which of two classes more often right than the frequent one would be, with the preset %s', preset => {
    const example = forestExample(madeTypes, { preset, 'test-share': '0.3' })
    const rows = encode(example, madeRecords(2000, 1))
    const unseen = [...rows.labels].filter((_, i) => rows.test[i] === 1)
    const { values } = forest.predict(trainOn(rows, example), rows, 'test')
    const positives = unseen.reduce((sum, label) => sum + label, 0)
    expect(values).toHaveLength(unseen.length)
    // A fifth of the labels are noise, half of which agree all the same.
    expect(right(values, 1, unseen) / unseen.length).toBeGreaterThan(Math.max(positives, unseen.length - positives) / unseen.length + 0.1)
  })

  test('says of unseen rows which of several classes, with probabilities that add up to 1', () => {
    const example = forestExample(madeTypes, { 'test-share': '0.3' }, colours.length)
    const rows = encode(example, madeRecords(2000, 2, colours))
    const unseen = [...rows.labels].filter((_, i) => rows.test[i] === 1).map(label => rows.classes[label]!)
    const { values, classes } = forest.predict(trainOn(rows, example), rows, 'test')
    expect(classes).toEqual(['Blau', 'green', 'red', '\uffee', '\u{1f600}'])
    for (let i = 0; i < unseen.length; i += 1) expect(values.subarray(i * 5, i * 5 + 5).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
    const most = Math.max(...colours.map(colour => unseen.filter(label => label === colour).length))
    expect(right(values, 5, unseen.map(label => classes.indexOf(label)))).toBeGreaterThan(most * 1.5)
  })

  test('gives each feature its share of what it says, together 1, and most to the one that tells', () => {
    const example = forestExample(madeTypes)
    const shares = forest.importance!(trainOn(encode(example, madeRecords(1000, 3)), example))
    expect([...shares.keys()]).toEqual(['a', 'b', 'c'])
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(shares.get('a')).toBeGreaterThan(shares.get('c')!)
  })

  test('of rows that are all equal it says the share of each class, and no feature matters', () => {
    const example = forestExample(['number', 'text'], small)
    const rows = encode(example, Array.from({ length: 40 }, (_, i): Record => [5, 'x', i % 4 === 0 ? 'yes' : 'no']))
    const state = trainOn(rows, example)
    // Equal rows with one label are one row many times and share their trees; each tree is a leaf.
    expect(state.trees.every(tree => tree[0] === -1)).toBe(true)
    expect([...forest.importance!(state).values()]).toEqual([0.5, 0.5])
  })

  test('of one class alone it says that class', () => {
    const example = forestExample(['number'], small)
    const rows = encode(example, Array.from({ length: 30 }, (_, i): Record => [i, 'yes']))
    expect([...forest.predict(trainOn(rows, example), rows, 'train').values].every(value => Math.abs(value - 1) < 1e-12)).toBe(true)
  })

  test('tells rows with a missing number from all others, below which no threshold is', () => {
    const example = forestExample(['number'], { groups: '1', shards: '1' })
    const state = trainOn(encode(example, Array.from({ length: 40 }, (_, i): Record => (i % 2 === 0 ? [null, 'yes'] : [-1e300, 'no']))), example)
    expect(publishedText(state, example)).toContain('"trees":[[0,null,-1,1,1,20,-1,1,0,20]]')
  })

  test('sends a level it never learned where more rows went', () => {
    const example = forestExample(['text'], { groups: '1', shards: '1' })
    const state = trainOn(encode(example, Array.from({ length: 30 }, (_, i): Record => (i < 10 ? ['a', 'yes'] : ['b', 'no']))), example)
    expect([...forest.predict(state, encode(example, [['c', 'yes'], ['a', 'yes'], [null, 'yes']]), 'train').values]).toEqual([0, 1, 0])
  })

  test('is not led astray by a column that has 65,535 different texts', () => {
    const example = forestExample(['text', 'number'], { groups: '1', shards: '4', depth: '4' })
    const records = Array.from({ length: 65_535 }, (_, i): Record => [`text ${i}`, i % 10, i % 10 < 3 ? 'yes' : 'no'])
    const { forgotten, anew, state } = bothWays(records, new Set([1, 65_535, ...Array.from({ length: 50 }, (_, i) => 600 * i + 7)]), example)
    expect(forgotten).toBe(anew)
    // As many texts as rows say nothing of rows with other texts, but the number says all.
    const unseen = encode(example, Array.from({ length: 100 }, (_, i): Record => [`unseen ${i}`, i % 10, i % 10 < 3 ? 'yes' : 'no']))
    expect(right(forest.predict(state, unseen, 'train').values, 1, unseen.labels)).toBe(100)
  }, 60_000)

  test('a number below all others is a missing one, and one above all others is no threshold', () => {
    const example = forestExample(['number'], { groups: '1', shards: '1', thresholds: '256' })
    const records = Array.from({ length: 60 }, (_, i): Record => [i % 3 === 0 ? null : i, i % 3 === 0 ? 'yes' : 'no'])
    const rows = encode(example, records)
    // No import gives them, but whoever trains without one might.
    const infinite = { ...rows, numbers: rows.numbers.map(value => (Number.isNaN(value) ? -Infinity : value > 50 ? Infinity : value)) }
    const text = publishedText(trainOn(infinite, example), example)
    expect(text).toContain('"trees":[[0,null,-1,1,1,20,-1,1,0,40]]')
    const { erased, kept } = splitOff(infinite, new Set([1, 2, 3, 60]))
    expect(publishedText(forest.methods['update']!.forget(trainOn(infinite, example), erased, kept, example.recipe, run).state, example)).toBe(publishedText(trainOn(kept, example), example))
  })

  test('counts no gradients but trees, nodes and subtrees', () => {
    const example = forestExample(madeTypes, small)
    const rows = encode(example, madeRecords(500, 4))
    const learned = forest.train(rows, example.recipe, run)
    expect(learned).toMatchObject({ boundary: false, effort: { gradientPasses: 0, hessianPasses: 0, treeWork: { trees: 12, nodesRevised: 0, subtreesGrown: 12 } } })
    const { erased, kept } = splitOff(rows, new Set([1]))
    const { effort } = forest.methods['update']!.forget(learned.state, erased, kept, example.recipe, run)
    expect(effort.treeWork!.trees).toBe(4)
    expect(effort.treeWork!.nodesRevised).toBeGreaterThan(0)
  })
})

describe('the law', () => {
  const split = fc.record({
    seed: fc.nat(1000), groups: fc.constantFrom('1', '3'), shards: fc.constantFrom('1', '2', '7'), depth: fc.constantFrom('1', '3', '12', '40'), features: fc.constantFrom('1', '2', '3'),
    thresholds: fc.constantFrom('1', '3', '20'), 'leaf-rows': fc.constantFrom('1', '2', '5'), 'split-rows': fc.constantFrom('2', '4', '10'), classes: fc.constantFrom(2, 3, 5), rows: fc.integer({ min: 4, max: 150 }), times: fc.integer({ min: 1, max: 3 }),
  })

  test('holds for every shape of forest and any number of classes, over several erasures', () => {
    fc.assert(fc.property(split, ({ seed, classes, rows: count, times, ...settings }) => {
      const example = forestExample(madeTypes, { seed: String(seed), ...settings }, classes)
      const records = madeRecords(count, seed, classes === 2 ? ['yes', 'no'] : colours.slice(0, classes)).flatMap(record => Array.from({ length: times }, () => record))
      const random = seededRandom(seed)
      let rows = encode(example, records)
      let state = trainOn(rows, example)
      const gone = new Set<number>()
      for (const share of [0.02, 0.2, 0.5]) {
        const part = new Set([...rows.rows].filter(() => random() < share))
        if (part.size === 0 || part.size === rows.count) continue
        for (const row of part) gone.add(row)
        const forgotten = forgetIn(state, rows, part, example)
        state = forgotten.state
        rows = forgotten.kept
        expect(publishedText(state, example)).toBe(retrained(keptOf(records, gone), example))
      }
    }), { numRuns: 300 })
  })

  test('holds in a chain of a thousand erasures of one row', () => {
    const example = forestExample(madeTypes, { groups: '2', shards: '2', depth: '6' })
    const records = madeRecords(1050, 6)
    let rows = encode(example, records)
    let state = trainOn(rows, example)
    const gone = new Set<number>()
    const asAnew: boolean[] = []
    for (const [i, row] of shuffled(records.map((_, k) => k + 1), 7).slice(0, 1000).entries()) {
      gone.add(row)
      const forgotten = forgetIn(state, rows, new Set([row]), example)
      state = forgotten.state
      rows = forgotten.kept
      if (i % 100 === 99) asAnew.push(publishedText(state, example) === retrained(keptOf(records, gone), example))
    }
    expect(asAnew).toEqual(Array.from({ length: 10 }, () => true))
  })

  test('holds where all rows of a leaf, of a tree, of a level or of a class are erased', () => {
    const example = forestExample(madeTypes, small, colours.length)
    const records = madeRecords(300, 8, colours)
    const rows = encode(example, records)
    const state = trainOn(rows, example)
    const treeRows = rows.rows.filter(row => {
      const { state: after } = forgetIn(state, rows, new Set([row]), example)
      return after.trees[0]!.some((value, i) => value !== state.trees[0]![i]) || after.trees[0]!.length !== state.trees[0]!.length
    })
    const sets: [string, ReadonlySet<number>][] = [
      ['a tree', new Set(treeRows)],
      ['a leaf', new Set([...treeRows].slice(0, 4))],
      ['a level', rowsWhere(records, ([, town]) => town === 'Oslo')],
      ['missing values', rowsWhere(records, ([age]) => age === null)],
      ['a class', rowsWhere(records, record => record[3] === 'Blau')],
      ['all but one class', rowsWhere(records, record => record[3] !== 'red')],
      ['all but one row', new Set(rows.rows.slice(1))],
    ]
    const broken = sets.filter(([, gone]) => {
      const { forgotten, anew } = bothWays(records, gone, example)
      return forgotten !== anew
    })
    expect(broken.map(([what]) => what)).toEqual([])
    expect(bothWays(records, new Set(treeRows), example).state.trees[0]).toEqual(Float64Array.from([-1, 0]))
  })

  test('does not tell equal rows apart', () => {
    const example = forestExample(madeTypes, small)
    const records = madeRecords(80, 9).flatMap(record => [record, record])
    expect(bothWays(records, new Set([21, 33]), example).forgotten).toBe(bothWays(records, new Set([22, 34]), example).forgotten)
  })

  test('leaves no word of a level or a class whose last row was erased, in what is published or stored', () => {
    const example = forestExample(madeTypes, small, 3)
    const records: Record[] = [...madeRecords(200, 10, ['red', 'green']), [30, 'Neverland', 1, 'ultraviolet'], [31, 'Oslo', 1, 'red']]
    const rows = encode(example, records)
    const state = trainOn(rows, example)
    expect(publishedText(state, example)).toMatch(/Neverland.*|ultraviolet/)
    const { state: after } = forgetIn(state, rows, new Set([201]), example)
    const stored = Buffer.concat([...forest.save(after).values(), forest.publish(after, example.recipe)]).toString('latin1')
    expect(stored).not.toMatch(/Neverland|ultraviolet/)
  })
})

describe('what it publishes', () => {
  test('is canonical JSON, whatever the numbers', () => {
    const example = forestExample(['number', 'text', 'number'], small, 3)
    const random = seededRandom(11)
    const far = [1e21, 1e-7, 5e-324, -1e300, 0.1, 123456789012345680000, -0, null]
    const records = Array.from({ length: 200 }, (): Record => [far[Math.floor(random() * far.length)]!, ['"', '\\', 'é', '\n', null][Math.floor(random() * 5)]!, random(), ['x', 'y', 'z'][Math.floor(random() * 3)]!])
    const text = publishedText(trainOn(encode(example, records), example), example)
    expect(canonicalJson(JSON.parse(text) as Json)).toBe(text)
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['classes', 'features', 'format', 'label', 'trees'])
  })

  test('says nothing of the seed or the settings, but another seed is another forest', () => {
    const [one, other] = ['77001', '77002'].map(seed => {
      const example = forestExample(madeTypes, { ...small, seed })
      return publishedText(trainOn(encode(example, madeRecords(100, 12)), example), example)
    })
    expect(one).not.toContain('77001')
    expect(one).not.toBe(other)
  })

  test('is as far from itself as nothing, and from another forest no distance is known', () => {
    const example = forestExample(madeTypes, small)
    const records = madeRecords(100, 13)
    const [a, b, c] = [records, shuffled(records, 1), records.slice(1)].map(some => trainOn(encode(example, some), example))
    expect([forest.distance(a!, b!), forest.distance(a!, c!)]).toEqual([0, null])
  })
})

describe('settings', () => {
  const tooMuch = { groups: ['0', '101', '1.5', 'x', ''], shards: ['0', '101'], depth: ['0', '41'], features: ['0', '1001'], thresholds: ['0', '257'], 'leaf-rows': ['0', '10001'], 'split-rows': ['1', '10001', 'NaN', 'Infinity'] }
  test.each(Object.entries(tooMuch).flatMap(([name, values]) => values.map(value => [name, value] as const)))('%s = "%s" is refused, with what is accepted', (name, value) => {
    expect(() => forestExample(['number'], { [name]: value })).toThrow(expect.objectContaining({ code: 'train/bad-setting', details: { setting: name, expected: forestSettings.find(rule => rule.name === name)!.expected } }))
  })

  test('every preset says a value for each that is accepted; the first are the defaults', () => {
    for (const { settings } of forestPresets) expect(forestSettings.every(rule => rule.accepts(settings[rule.name]!))).toBe(true)
    expect(forestPresets[0]!.settings).toEqual(Object.fromEntries(forestSettings.map(rule => [rule.name, rule.default])))
  })

  test('numbers cannot be predicted', () => {
    expect(() => forestExample(['number'], { task: 'regression' })).toThrow(expect.objectContaining({ code: 'train/task-not-for-learner' }))
  })
})

describe('a stored state', () => {
  const example = forestExample(madeTypes, small)
  const rows = encode(example, madeRecords(200, 14))
  const state = trainOn(rows, example)
  const saved = forest.save(state)
  const withHead = (change: (head: { [key: string]: unknown }) => void) => {
    const head = JSON.parse(Buffer.from(saved.get('model.forest')!).toString()) as { [key: string]: unknown }
    change(head)
    return new Map(saved).set('model.forest', Buffer.from(JSON.stringify(head)))
  }
  test('comes back as it was', () => {
    expect(forest.load(saved)).toEqual(state)
    expect(forest.prepare(state, rows, example.recipe)).toBe(state)
  })

  test('of another version is told from a damaged one', () => {
    expect(codeOf(withHead(head => { head['format'] = 'lethe/forest-state/2' }))).toBe('model/state-other-version')
  })

  test.each<[string, ReadonlyMap<string, Uint8Array>]>([
    ['nothing', new Map()],
    ['no trees', new Map([...saved].filter(([name]) => name === 'model.forest'))],
    ['no head', new Map([...saved].filter(([name]) => name === 'model.trees'))],
    ['a head that is no JSON', new Map(saved).set('model.forest', Buffer.from('{'))],
    ['a head of nothing', new Map(saved).set('model.forest', Buffer.from('null'))],
    ['half a number', new Map(saved).set('model.trees', saved.get('model.trees')!.slice(0, -3))],
    ['a number less', new Map(saved).set('model.trees', saved.get('model.trees')!.slice(0, -8))],
    ['another task', withHead(head => { head['task'] = 'regression' })],
    ['features that are none', withHead(head => { head['features'] = [null] })],
    ['no classes', withHead(head => { head['classes'] = null })],
    ['lengths that are none', withHead(head => { head['lengths'] = 'x' })],
    ['lengths of other trees', withHead(head => { head['lengths'] = (head['lengths'] as number[]).toReversed() })],
  ])('with %s is damaged', (_, parts) => {
    expect(codeOf(parts)).toBe('model/state-damaged')
  })

  test('with any byte changed is damaged', () => {
    const bytes = saved.get('model.trees')!
    const places = Array.from({ length: Math.floor(bytes.length / 211) }, (_, i) => 211 * i)
    const unnoticed = places.filter(at => codeOf(new Map(saved).set('model.trees', bytes.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte)))) !== 'model/state-damaged')
    expect(unnoticed).toEqual([])
  })

  test('of other rows than those that are to be forgotten is damaged', () => {
    const { erased, kept } = splitOff(encode(example, [[1, 'elsewhere', 2, 'yes'], ...madeRecords(20, 15)]), new Set([1]))
    expect(() => forest.methods['update']!.forget(state, erased, kept, example.recipe, run)).toThrow(expect.objectContaining({ code: 'model/state-damaged' }))
  })

  test('of other columns or of another number of trees is damaged', () => {
    const fewer = forestExample(['integer', 'text'], small)
    const more = forestExample(madeTypes, { ...small, groups: '5' })
    for (const [other, of] of [[fewer, encode(fewer, [[1, 'Oslo', 'yes'], [2, 'Oslo', 'no']])], [more, rows]] as const) {
      const { erased, kept } = splitOff(of, new Set([1]))
      expect(() => forest.methods['update']!.forget(state, erased, kept, other.recipe, run)).toThrow(expect.objectContaining({ code: 'model/state-damaged' }))
    }
  })
})
