import { defineConfig } from '@playwright/test';
import { mkdirSync, rmSync } from 'node:fs';

// The binary that `make e2e` has built, on a port (`OA_PORT`) and a database of its own. Its whole log goes to a file, which the project `leaks` reads.
const port = process.env.OA_PORT ?? 18080;
const target = process.env.CARGO_TARGET_DIR ?? '../target';
export const base = `http://127.0.0.1:${port}`;
export const folder = 'test-results/server';

if (process.env.TEST_WORKER_INDEX === undefined) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/run',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 1, // real time on a machine of unknown load: what needs it is listed as flaky, and is a fault to mend
  reporter: [['list']],
  timeout: 60_000,
  // the trees of `lib/aria.ts`: nothing may be missing, and nothing be there besides
  expect: { timeout: 10_000, toMatchAriaSnapshot: { pathTemplate: '{testDir}/aria/{arg}{ext}', children: 'deep-equal' } },
  use: {
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  projects: [
    { name: 'flow', testIgnore: /leaks/ },
    { name: 'leaks', testMatch: /leaks/, dependencies: ['flow'] },
  ],
  webServer: {
    command: `exec ${target}/${process.env.OA_PROFILE ?? 'quick'}/oa-mini 2>${folder}/log`,
    url: `${base}/readyz`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: { OA_LISTEN: `127.0.0.1:${port}`, DATABASE_URL: `sqlite://${folder}/oa-mini.db`, OA_LOG: 'debug', OA_RATE_LIMIT: 'off' },
  },
});
