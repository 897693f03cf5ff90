// A long sitting, for `make full`: 10 000 steps of the diagram, and the page is no heavier for it. How fast it draws is
// printed, not judged.
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { test, expect, open } from '../lib/fixtures';
import { double } from '../lib/double';

const STEPS = 10_000;
/** What one login lights: two steps of the phone by itself, seven of the call. */
const LIT = 9;

test('10 000 steps: lists and memory stay bounded', async ({ page, request, world }) => {
  test.skip(!process.env.FULL, 'make full');
  test.setTimeout(900_000);
  // as many logins of one person as it takes
  await double(request, world, 'control/quota', { login_per_minute: 0 });
  await open(page, '/');
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');

  const logins = (count: number) =>
    page.evaluate(async (count) => {
      const wx = (window as any).wx;
      const frames: number[] = [];
      let last = performance.now();
      let running = true;
      const frame = (now: number) => {
        frames.push(now - last);
        last = now;
        if (running) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      for (let n = 0; n < count; n++) {
        const { code } = await wx.login();
        await new Promise((done, failed) =>
          wx.request({
            url: `${location.origin}/oapro/wx/auth/login_by_weixin`, method: 'POST', data: { code, userInfo: {} },
            success: (answer: any) => (answer.data.errno === 0 ? done(0) : failed(new Error(JSON.stringify(answer.data)))),
            fail: (said: any) => failed(new Error(said.errMsg)),
          }),
        );
      }
      running = false;
      frames.sort((a, b) => a - b);
      return { median: frames[frames.length >> 1], p95: frames[Math.floor(frames.length * 0.95)] };
    }, count);

  const weigh = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const heap: any = await session.send('Runtime.getHeapUsage');
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    return { heap: heap.usedSize / 1e6, resident: await resident(page), nodes };
  };

  const first = await logins(Math.ceil(STEPS / LIT / 10));
  const before = await weigh();
  await logins(Math.ceil((STEPS / LIT) * 0.8));
  const last = await logins(Math.ceil(STEPS / LIT / 10));
  const after = await weigh();
  console.log(`frames, ms: median ${first.median.toFixed(1)} → ${last.median.toFixed(1)}, p95 ${first.p95.toFixed(1)} → ${last.p95.toFixed(1)}`);
  console.log(`JS heap ${before.heap.toFixed(2)} → ${after.heap.toFixed(2)} MB, with WASM and all ${before.resident.toFixed(0)} → ${after.resident.toFixed(0)} MB, elements ${before.nodes} → ${after.nodes}`);

  await expect(page.locator('#requests .request')).toHaveCount(200);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 20);
  expect(after.heap).toBeLessThan(before.heap + 1);
  // what the browser itself keeps for later comes and goes
  expect(after.resident).toBeLessThan(before.resident + 40);
});

/** The most that a renderer of this page's browser holds, in MB: no figure of DevTools has the memory of WASM in it. */
async function resident(page: Page): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const held = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1e3;
  });
  return Math.max(...held);
}
