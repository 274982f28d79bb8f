import type { Plugin } from 'chart.js'
import { onScopeDispose, ref } from 'vue'

/** Colour, dash and marker always change together, so a series is known without its colour. */
export const series = {
  before: { color: '--c-before', dash: [5, 4], point: 'circle', hollow: true },
  unlearned: { color: '--c-unlearned', dash: [], point: 'circle', hollow: false },
  retrained: { color: '--c-retrained', dash: [9, 3], point: 'rect', hollow: false },
  erased: { color: '--c-erased', dash: [2, 3], point: 'rectRot', hollow: false },
  fourth: { color: '--c-fourth', dash: [9, 3, 2, 3], point: 'triangle', hollow: false },
  fifth: { color: '--c-fifth', dash: [1, 4], point: 'crossRot', hollow: false },
} as const
export type SeriesName = keyof typeof series

export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Counts up when the colours change, so that charts are drawn anew: a canvas does not follow a style sheet. */
export function useThemeTurn() {
  const turn = ref(0)
  const next = () => { turn.value += 1 }
  const watched = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map(query => matchMedia(query))
  const observer = new MutationObserver(next)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  for (const query of watched) query.addEventListener('change', next)
  onScopeDispose(() => {
    observer.disconnect()
    for (const query of watched) query.removeEventListener('change', next)
  })
  return turn
}

/** What all charts have in common: text at 13 px, no motion, tooltips in the colours of the window. */
export function chartBasics() {
  const font = { family: token('--font-sans'), size: 13, weight: 500 }
  return {
    animation: false as const, responsive: true, maintainAspectRatio: false, font, color: token('--ink-2'),
    plugins: {
      legend: { display: false },
      tooltip: { backgroundColor: token('--ink'), titleColor: token('--paper'), bodyColor: token('--paper'), cornerRadius: 4, padding: 8, displayColors: false },
    },
  }
}

/** Ticks and lines of one axis, with its title. */
export const axisBasics = (title: string, grid: boolean) => ({
  title: { display: title !== '', text: title, color: token('--ink-2'), font: { size: 13, weight: 500 } },
  ticks: { color: token('--ink-2'), font: { size: 13 } },
  grid: { display: grid, color: token('--c-grid') },
  border: { color: token('--line-strong') },
})

/** Writes the value at the end of each lying bar, since a short one can hardly be read off. */
export const valuesAtBars = (texts: readonly string[]): Plugin<'bar'> => ({
  id: 'values-at-bars',
  afterDatasetsDraw(chart) {
    const { ctx } = chart
    ctx.save()
    Object.assign(ctx, { font: `600 13px ${token('--font-sans')}`, fillStyle: token('--ink'), textBaseline: 'middle' })
    chart.getSortedVisibleDatasetMetas()[0]?.data.forEach((bar, k) => ctx.fillText(texts[k] ?? '', bar.x + 6, bar.y))
    ctx.restore()
  },
})
