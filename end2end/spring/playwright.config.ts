import { defineConfig } from '@playwright/test';

/** Everything that `run.sh` has started is at these. */
const port = (name: string) => `http://127.0.0.1:${process.env[name]}`;
export const [phone, nginx, wechat] = [port('PHONE_PORT'), port('NGINX_PORT'), port('DOUBLE_PORT')];

// One story: each test goes on where the one before it ended.
export default defineConfig({
  testDir: 'tests',
  outputDir: '../test-results/spring',
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 600_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: phone,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
