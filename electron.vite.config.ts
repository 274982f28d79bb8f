import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string) => join(import.meta.dirname, path)

/** The desktop program and the window, from src-main and src-renderer into out/; the local page serves the same out/renderer. */
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      // Some three hundred small files less to read at each start; packages with native code stay where they are.
      externalizeDeps: { exclude: ['zod'] },
      rolldownOptions: {
        input: { main: at('src-main/shells/electron/main.ts'), engine: at('src-main/engine/engine-main.ts'), worker: at('src-main/worker/worker-main.ts') },
        // Flat: main.js, engine.js and worker.js find one another beside themselves, from whichever chunk.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload script is one CommonJS file and may require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: { input: { preload: at('src-main/shells/electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false } },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [vue()],
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false' },
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // Also what the local page asks of a person's browser: those of 2023 and later.
      target: 'chrome114',
      modulePreload: { polyfill: false },
      minify: true,
      // Nothing in the page: a Content-Security-Policy without "data:" for fonts and scripts would refuse it.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
})
