import { expect, test } from 'vitest'
import { collect } from './bench.ts'
import { compareTimes, pairedRounds, pairwiseRatios, spreadOf } from './paired.ts'
import { reportAsText } from './report.ts'

/** A clock that only moves when a contender works. */
function workClock() {
  let ms = 0
  return { now: () => ms, work: (cost: number) => { ms += cost } }
}

test('the spread of an odd count has the middle value as its median', () => {
  expect(spreadOf([9, 1, 5])).toEqual({ min: 1, median: 5, max: 9 })
})

test('the spread of an even count has the mean of the middle two as its median', () => {
  expect(spreadOf([10, 1, 4, 2])).toEqual({ min: 1, median: 3, max: 10 })
})

test('numbers are compared as numbers, not as text', () => {
  expect(spreadOf([100, 20, 3]).median).toBe(20)
})

test('a spread of nothing, or of a value that is no number, is refused', () => {
  expect(() => spreadOf([])).toThrow('no values')
  expect(() => spreadOf([1, Number.NaN])).toThrow('not a number')
})

test('ratios are taken round by round, so a slow spell that hits both does not move them', () => {
  expect(pairwiseRatios([10, 100, 10], [20, 200, 20])).toEqual([0.5, 0.5, 0.5])
  expect(() => pairwiseRatios([1], [1, 2])).toThrow('same number of rounds')
})

test('everyone is compared with the first peer, which has no ratio itself', () => {
  const { comparedWith, contenders } = compareTimes('t', [{ name: 'ours' }, { name: 'p1', peer: true }, { name: 'p2', peer: true }], [[1, 2, 3], [2, 2, 2], [4, 4, 8]])
  expect(comparedWith).toBe('p1')
  expect(contenders.map(({ name, ratio }) => ({ name, ratio }))).toEqual([
    { name: 'ours', ratio: { min: 0.5, median: 1, max: 1.5 } },
    { name: 'p1', ratio: null },
    { name: 'p2', ratio: { min: 2, median: 2, max: 4 } },
  ])
})

test('without a peer the first contender is what the others are compared with', () => {
  expect(compareTimes('t', [{ name: 'a' }, { name: 'b' }], [[1], [3]]).comparedWith).toBe('a')
})

test('contenders take turns after a warm-up that is not counted, and what comes before a run is not timed', async () => {
  const clock = workClock()
  const calls: string[] = []
  const contender = (name: string, cost: number) => ({
    name,
    before: () => { calls.push(`before ${name}`); clock.work(1_000) },
    run: () => { calls.push(name); clock.work(cost) },
  })
  const { contenders } = await pairedRounds('t', [contender('A', 3), contender('B', 6)], 2, clock.now)
  const round = ['before A', 'A', 'before B', 'B']
  expect(calls).toEqual([...round, ...round, ...round])
  expect(contenders.map(({ times, ratio }) => ({ times, ratio }))).toEqual([
    { times: [3, 3], ratio: null },
    { times: [6, 6], ratio: { min: 2, median: 2, max: 2 } },
  ])
})

test('a contender that measures itself is believed', async () => {
  const clock = workClock()
  const { contenders } = await pairedRounds('t', [{ name: 'elsewhere', run: async () => { clock.work(500); return 7 } }], 1, clock.now)
  expect(contenders[0]?.times).toEqual([7])
})

test('the report shows the machine, the facts and one aligned table per comparison', async () => {
  const clock = workClock()
  const { facts, comparisons } = await collect({
    name: 'demo',
    about: 'A against B.',
    async run(bench) {
      bench.fact('n', 4_000)
      await bench.compare('retrain', [{ name: 'Lethe', run: () => clock.work(2) }, { name: 'scikit-learn', peer: true, run: () => 1_234.5 }])
    },
  }, 3, clock.now)
  const machine = { cpu: 'Example CPU', cores: 2, memoryGiB: 24, node: 'v24.0.0', platform: 'linux x64' }
  expect(reportAsText({ name: 'demo', about: 'A against B.', machine, facts, comparisons })).toBe([
    'demo: A against B.',
    'Example CPU, 2 cores, 24 GiB, linux x64, Node v24.0.0',
    'n: 4000',
    '',
    'retrain (3 rounds, taking turns)',
    '              min ms  median ms  max ms  ratio to scikit-learn (min … max)',
    'Lethe              2          2       2  0.00162 (0.00162 … 0.00162)',
    'scikit-learn   1,235      1,235   1,235  1',
  ].join('\n'))
})
