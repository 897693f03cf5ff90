// The README's recording, with `make screenshots`: two demos as a visitor sees them, first login and bind phone. Frames of the
// page as the browser paints them, packed by Debian's `webp`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { test, expect, open } from '../lib/fixtures';

const frames = 'test-results/frames';
const file = 'screenshots/login.webp';
/** No two frames are closer than this, in ms. */
const APART = 90;
/** How long the last one stays, in ms. */
const REST = 2500;
const MOST_BYTES = 1.5e6;

test('first login and bind phone, recorded', async ({ page }) => {
  test.skip(!process.env.SCREENSHOTS, 'make screenshots');
  test.setTimeout(180_000);
  rmSync(frames, { recursive: true, force: true });
  mkdirSync(frames, { recursive: true });
  await page.setViewportSize({ width: 1200, height: 800 });
  await open(page, '/');
  const session = await page.context().newCDPSession(page);
  const times: number[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    const now = metadata.timestamp! * 1000;
    if (!times.length || now - times.at(-1)! >= APART) {
      writeFileSync(`${frames}/${times.length}.png`, Buffer.from(data, 'base64'));
      times.push(now);
    }
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  await session.send('Page.startScreencast', { format: 'png' });
  for (const story of ['首次登录', '绑定手机号']) {
    await page.locator('.menu--scenario summary').click();
    await page.locator('.menu--scenario .menu__item').filter({ has: page.locator('.zh', { hasText: story }) }).click();
    await expect(page.locator('html')).toHaveAttribute('data-scenario', 'done', { timeout: 60_000 });
    await page.waitForTimeout(1500);
  }
  await session.send('Page.stopScreencast');
  expect(times.length).toBeGreaterThan(20);

  const pictures = times.flatMap((time, at) => {
    const ms = Math.round((times[at + 1] ?? time + REST) - time);
    return ['-d', String(ms), '-lossy', '-q', '50', '-m', '4', `${frames}/${at}.png`];
  });
  execFileSync('img2webp', ['-loop', '0', '-min_size', ...pictures, '-o', file]);
  expect(statSync(file).size).toBeLessThanOrEqual(MOST_BYTES);
});
