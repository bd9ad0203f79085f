import { defineConfig } from 'vitest/config'

// A zone that is neither UTC nor any company's catches every place that leans on the machine's clock.
process.env.TZ = 'America/St_Johns'

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // Files share a process: Cube alone takes seconds to load.
    isolate: false,
    env: { TZ: 'America/St_Johns', NO_COLOR: '1' },
  },
})
