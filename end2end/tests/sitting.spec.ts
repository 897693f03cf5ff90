// A long sitting, for `make full`: 10 000 steps of the diagram, and the page is no heavier for it. How fast it draws is
// printed, not judged.
import { test, expect, open } from '../lib/fixtures';

const STEPS = 10_000;
/** What one login lights: two steps of the phone by itself, seven of the call. */
const LIT = 9;

test('10 000 steps: lists and memory stay bounded', async ({ page }) => {
  test.skip(!process.env.FULL, 'make full');
  test.setTimeout(900_000);
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
          wx.request({ url: '/oapro/wx/auth/login_by_weixin', method: 'POST', data: { code, userInfo: {} }, success: done, fail: failed }),
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
    // the WASM's memory is a backing store
    return { heap: heap.usedSize / 1e6, store: heap.backingStorageSize / 1e6, nodes };
  };

  const first = await logins(Math.ceil(STEPS / LIT / 10));
  const before = await weigh();
  await logins(Math.ceil((STEPS / LIT) * 0.8));
  const last = await logins(Math.ceil(STEPS / LIT / 10));
  const after = await weigh();
  console.log(`frames, ms: median ${first.median.toFixed(1)} → ${last.median.toFixed(1)}, p95 ${first.p95.toFixed(1)} → ${last.p95.toFixed(1)}`);
  console.log(`JS heap ${before.heap.toFixed(2)} → ${after.heap.toFixed(2)} MB, WASM ${before.store.toFixed(2)} → ${after.store.toFixed(2)} MB, elements ${before.nodes} → ${after.nodes}`);

  await expect(page.locator('#requests .request')).toHaveCount(200);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 20);
  expect(after.heap).toBeLessThan(before.heap + 1);
  expect(after.store).toBeLessThan(before.store + 1);
});
