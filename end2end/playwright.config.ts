import { defineConfig } from '@playwright/test';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

// The binary that `make e2e` has built, twice: as the demo, and with our mini-program opened in the phone. Each has a port and a database of
// its own. Their whole logs go to files, which the project `leaks` reads.
const port = process.env.OA_PORT ?? 18080;
export const base = `http://127.0.0.1:${port}`;
export const folder = 'test-results/server';
const target = process.env.CARGO_TARGET_DIR ?? '../target';
export const binary = `${target}/${process.env.OA_PROFILE ?? 'quick'}/oa-mini`;

/** The port that `config/api.js` of our mini-program names. */
const NAMED_PORT = 8080;
const miniprogramPort = Number(process.env.OA_MINIPROGRAM_PORT ?? NAMED_PORT);
export const miniprogramBase = `http://127.0.0.1:${miniprogramPort}`;
export const miniprogramFolder = 'test-results/miniprogram-server';
// the source itself; on another port a copy that names that one
const source = miniprogramPort === NAMED_PORT ? 'miniprogram' : `${miniprogramFolder}/source`;

/** Whether somebody listens there, such as `make run`: whoever it is, it is not the server under test. */
const isTaken = (at: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(at, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

if (process.env.TEST_WORKER_INDEX === undefined) {
  for (const made of [folder, miniprogramFolder]) {
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made, { recursive: true });
  }
  if (await isTaken(miniprogramPort)) {
    throw new Error(`Port ${miniprogramPort} is taken, by \`make run\` perhaps. End that, or name another port: OA_MINIPROGRAM_PORT=18081 make e2e`);
  }
  if (source !== 'miniprogram') {
    cpSync('miniprogram', source, { recursive: true });
    const api = `${source}/config/api.js`;
    writeFileSync(api, readFileSync(api, 'utf8').replace(`127.0.0.1:${NAMED_PORT}`, `127.0.0.1:${miniprogramPort}`));
  }
}

/** A server of `webServer`. */
const serve = (name: string, at: string, where: string, options = '') => ({
  name,
  command: `exec ${binary} ${options} 2>${where}/log`,
  url: `${at}/readyz`,
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  env: { OA_LISTEN: new URL(at).host, DATABASE_URL: `sqlite://${where}/oa-mini.db`, OA_LOG: 'debug', OA_RATE_LIMIT: 'off' },
});

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
    { name: 'flow', testIgnore: /leaks|miniprogram-/ },
    { name: 'miniprogram', testMatch: /miniprogram-/, use: { baseURL: miniprogramBase } },
    { name: 'leaks', testMatch: /leaks/, dependencies: ['flow', 'miniprogram'] },
  ],
  webServer: [serve('demo', base, folder), serve('miniprogram', miniprogramBase, miniprogramFolder, `--miniprogram ${source}`)],
});
