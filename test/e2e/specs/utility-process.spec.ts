import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import type { ProcessChannel } from '../../../src-main/engine/channel.ts'
import { expect, test } from '../test.ts'

// The line between main process and engine, both ends of it, in Electron's own utility process. (On an old Electron the product's engine
// runs under another Node, so nothing else here would use one.)

const here = join(import.meta.dirname, '../utility-process')

async function built(entry: string, format: 'iife' | 'cjs', outDir?: string): Promise<string> {
  const output = await build({
    configFile: false, logLevel: 'error', publicDir: false,
    build: { target: 'node18', minify: false, write: outDir !== undefined, ...(outDir === undefined ? {} : { outDir }), emptyOutDir: false, lib: { entry: join(here, entry), formats: [format], name: 'line', fileName: () => 'echo.cjs' } },
  })
  return (output as Rolldown.RolldownOutput[])[0]!.output[0].code
}

interface InMain {
  utilityProcessChannel(child: unknown): ProcessChannel
}

test('what is posted before the process runs arrives, typed arrays too, and its end is told', { tag: '@electron' }, async ({ app }) => {
  const adapter = await built('main-entry.ts', 'iife')
  await built('echo.ts', 'cjs', app.outside)
  const found = await app.desktop!.evaluate(async ({ utilityProcess }, [script, file]) => {
    new Function(script)()
    const open = () => (globalThis as unknown as InMain).utilityProcessChannel(utilityProcess.fork(file, [], { serviceName: 'echo', stdio: 'ignore' }))
    const echo = open()
    const answered = new Promise<unknown>(resolve => echo.onMessage(resolve))
    const ended = new Promise(resolve => echo.onClose(resolve))
    echo.post({ rows: new Uint32Array([7, 4_294_967_295]), names: ['a'] })
    const { heard: { rows, names } } = await answered as { heard: { rows: Uint32Array; names: string[] } }
    echo.close()
    await ended
    const early = open()
    const earlyEnded = new Promise(resolve => early.onClose(resolve))
    early.kill()
    await earlyEnded
    return { rows: [rows instanceof Uint32Array, ...rows], names, pids: [echo.pid, early.pid] }
  }, [adapter, join(app.outside, 'echo.cjs')] as const)
  expect(found).toEqual({ rows: [true, 7, 4_294_967_295], names: ['a'], pids: [undefined, undefined] })
})
