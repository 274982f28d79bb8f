import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    environment: 'node',
    // Processes, not threads: tests start real processes, change signals and load better-sqlite3.
    pool: 'forks',
    maxWorkers: availableParallelism(),
    // Tests start real processes and train real models, on two busy cores too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
