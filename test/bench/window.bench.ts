import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { openCore } from '../../src-main/core/core.ts'
import { buildProgram } from '../../src-main/setup/build-program.mjs'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { adultWorkspace, benchRun } from './adult-workspace.ts'
import type { Bench, Benchmark } from './bench.ts'
import { fillWorkspace } from './fill-workspace.ts'
import { addManyRows, manyRowsWords } from './many-rows.ts'
import { bundleWords, wholeBundle } from './window/bundle.ts'
import { flingByTouch, flingByWheel, flingWords } from './window/fling.ts'
import { memoryInUse, memoryWords } from './window/memory.ts'
import { probedPage, type ProbedPage } from './window/probed-page.ts'

const rows = 1_000_000
const changes = 500

/** A page, and the one it is opened from. The components page is left out: some of its examples are waiting for ever. */
interface PageAddress {
  readonly path: string
  readonly from: string
}

export default {
  name: 'window',
  about: 'the window in Chromium, served by the engine: first paint, opening each page, scrolling a million rows, size, memory over 500 page changes',
  async run(bench) {
    await buildProgram(process.execPath)
    const { directory, what, remove } = await adultWorkspace()
    const { words, manyId, modelId } = await fill(directory)
    bench.fact('data', `${what}; ${words}`)
    const probed = await probedPage(directory)
    bench.fact('browser', `Chromium ${probed.chromium}, ${JSON.stringify(probed.page.viewportSize())}`)
    try {
      const many = `/datasets/${manyId}`
      await firstPaint(bench, probed, many)
      await size(bench, probed)
      const model = `/models/${modelId}`
      await pages(bench, probed, [
        { path: '/', from: '/settings' }, { path: '/requests', from: '/' }, { path: '/requests/new', from: '/requests' }, { path: '/requests/rq-77', from: '/requests' }, { path: '/requests/rq-78', from: '/requests' },
        { path: '/dilemma', from: '/' }, { path: '/datasets', from: '/' }, { path: '/datasets/import', from: '/datasets' }, { path: many, from: '/datasets' },
        { path: '/models', from: '/' }, { path: '/models/train', from: '/models' }, { path: model, from: '/models' }, { path: `${model}/compare`, from: model },
        { path: '/jobs', from: '/' }, { path: '/records', from: '/' }, { path: '/records/check', from: '/records' }, { path: '/ledger', from: '/' }, { path: '/settings', from: '/' },
      ])
      await scrolling(bench, probed, many)
      await memory(bench, probed, ['/', '/requests', 'request', '/requests/new', '/dilemma', '/datasets', many, '/models', model, `${model}/compare`, '/jobs', '/records', '/ledger', '/settings'])
    } finally {
      await probed.stop()
      remove()
    }
  },
} satisfies Benchmark

async function fill(directory: string): Promise<{ words: string; manyId: string; modelId: string }> {
  const core = openCore(directory, nodePorts(directory))
  const words = await fillWorkspace(directory, core)
  const [model] = await core.call('model.list', {}, benchRun)
  core.close()
  const db = openDatabase(`${directory}/lethe.db`)
  db.pragma('synchronous = OFF')
  const many = addManyRows(db, rows)
  // Half of the open requests are about these rows.
  db.prepare(`UPDATE request SET dataset_id = ? WHERE state = 'received' AND CAST(substr(id, 4) AS INTEGER) % 4 = 1`).run(many.id)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return { words: `${manyRowsWords(rows, many)}; ${words}`, manyId: many.id, modelId: model!.modelId }
}

async function firstPaint(bench: Bench, probed: ProbedPage, many: string): Promise<void> {
  const contender = (name: string, path: string, cached: boolean) => ({ name, run: () => probed.load(path, { cached }) })
  await bench.compare('loading the page until all it shows is painted', [
    contender('overview, nothing in the cache', '/', false), contender('overview, files in the cache', '/', true), contender('a million rows, nothing in the cache', many, false), contender('10,000 requests, nothing in the cache', '/requests', false),
  ])
}

/** What the first page loads, from the browser's own list of it. */
async function size(bench: Bench, probed: ProbedPage): Promise<void> {
  await probed.load('/', { cached: false })
  const loaded = await probed.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
  const files = wholeBundle()
  bench.fact('loaded for the overview', bundleWords(['index.html', ...new Set(loaded.map(path => path.slice(1)).filter(path => files.includes(path)))]))
  bench.fact('the whole window', bundleWords(files))
}

async function pages(bench: Bench, probed: ProbedPage, all: readonly PageAddress[]): Promise<void> {
  const { contenders } = await bench.compare('opening a page, from the click until all it shows is painted', all.map(({ path, from }) => ({
    name: path,
    before: async () => void await probed.open(from),
    run: () => probed.open(path),
  })))
  const slow = contenders.filter(({ ms }) => ms.median > 200)
  bench.fact('pages with a median over 200 ms', slow.length === 0 ? 'none' : slow.map(({ name }) => name).join(', '))
}

async function scrolling(bench: Bench, probed: ProbedPage, many: string): Promise<void> {
  await probed.open('/')
  for (const [how, fling] of [['wheel', flingByWheel], ['touch', flingByTouch]] as const) {
    await probed.open(many)
    const box = (await probed.page.locator('.row-grid').boundingBox())!
    const rowHeight = (await probed.page.locator('.row-grid-row').first().boundingBox())!.height
    await probed.watchFrames()
    await fling({ x: box.x + box.width / 2, y: box.y + 150 }, probed)
    await probed.page.waitForTimeout(500)
    const words = flingWords(await probed.watchedFrames(), rowHeight)
    bench.fact(`frames, 10 s by ${how}`, words.frames)
    bench.fact(`rows, 10 s by ${how}`, words.rows)
    await probed.open('/')
  }
}

async function memory(bench: Bench, probed: ProbedPage, cycle: readonly string[]): Promise<void> {
  await probed.session.send('Performance.enable')
  // Another request each time: what was shown once must not stay for ever.
  const pathOf = (change: number) => (cycle[change % cycle.length] === 'request' ? `/requests/rq-${101 + 2 * Math.floor(change / cycle.length)}` : cycle[change % cycle.length]!)
  for (const path of cycle) await probed.open(path === 'request' ? '/requests/rq-99' : path)
  const used = []
  for (let change = 0; change <= changes; change += 1) {
    if (change % 100 === 0) {
      // Each time on the same page.
      await probed.open('/settings')
      used.push(await memoryInUse(probed))
      bench.fact(`after ${change} page changes`, memoryWords(used.at(-1)!))
    }
    if (change < changes) await probed.open(pathOf(change), 40)
  }
  bench.fact('heap after the last change beside the first', `${((used.at(-1)!.heapBytes / used[0]!.heapBytes - 1) * 100).toFixed(1)} %`)
}
