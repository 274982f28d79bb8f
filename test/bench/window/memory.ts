import type { ProbedPage } from './probed-page.ts'

export interface MemoryInUse {
  readonly heapBytes: number
  readonly nodes: number
  readonly listeners: number
}

/** What the page holds once its garbage is gone. */
export async function memoryInUse({ session }: ProbedPage): Promise<MemoryInUse> {
  // What the first collection finishes, the second one frees.
  for (let time = 0; time < 2; time += 1) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name: string) => metrics.find(metric => metric.name === name)!.value
  return { heapBytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') }
}

export const memoryWords = ({ heapBytes, nodes, listeners }: MemoryInUse): string => `${(heapBytes / 1e6).toFixed(1)} MB of heap, ${nodes.toLocaleString('en')} nodes, ${listeners.toLocaleString('en')} listeners`
