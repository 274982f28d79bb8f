import { join } from 'node:path'
import { defineConfig } from 'electron-vite'

const at = (path: string) => join(import.meta.dirname, path)

/**
 * The main process alone once more, for an Electron before 28, which runs no ES modules: out/main/main.cjs beside what the other
 * build made. Preload script, window, engine and worker are the same files.
 */
export default defineConfig({
  main: {
    build: {
      outDir: at('../../../out/main'),
      emptyOutDir: false,
      target: 'node18',
      externalizeDeps: { exclude: ['zod'] },
      rolldownOptions: { input: { main: at('main.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false } },
    },
  },
})
