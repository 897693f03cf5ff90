// The workbench's part of the WASM is loaded after the phone's: late, or not at the first try.
import { test, expect, login, open } from '../lib/fixtures';

const part = '**/split_workbench.wasm';

test('a part that comes late shows what was before it', async ({ page }) => {
  let release = () => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route(part, async (route) => {
    await released;
    await route.continue();
  });
  await open(page, '/');
  const workbench = page.locator('#workbench');
  await expect(workbench).toHaveAttribute('inert');
  await expect(page.locator('.step[data-status=ghost]'), 'what the server wrote').toHaveCount(22);
  await login(page);
  await expect(workbench).toHaveAttribute('inert');
  release();
  await expect(workbench).not.toHaveAttribute('inert');
  await expect(page.locator('.step[data-status=done]')).toHaveCount(12);
  await expect(page.locator('.phase[data-status=done]')).toHaveCount(4);
  await expect(page.locator('#requests .request').filter({ hasText: 'jscode2session' })).toHaveCount(1);
  await expect(page.locator('#dot'), 'the dot of the demos').toHaveCount(1);
});

test('a part that did not come is asked for again', async ({ page, allowed }) => {
  allowed.push(/split_workbench|Failed to load resource|TypeError: Failed to fetch/);
  await page.route(part, (route) => route.abort('connectionreset'), { times: 1 });
  await open(page, '/');
  await expect(page.locator('#workbench')).not.toHaveAttribute('inert');
  await page.locator('#tab-faults').click();
  await expect(page.locator('#panel-faults')).toBeVisible();
});
