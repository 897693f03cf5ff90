// /docs: every operation of the document is sent from the page and answers as the document says; nothing leaves the host, nothing is inline.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { test, expect } from '../lib/fixtures';

/** What a reader loads: Swagger UI, its sheet, and ours. */
const budget = 400 * 1024;

/** Opens it, and fails on what its policy blocks. */
async function openDocs(page: Page, lang = 'zh') {
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => console.error(`policy: ${effectiveDirective} ${blockedURI}`));
  });
  await page.goto(`/docs?lang=${lang}`);
  await expect(page.locator('html[data-alive]')).toBeAttached();
  await expect(page.locator('.opblock')).not.toHaveCount(0);
}

/** Presses the button that fills in a token and fresh codes. */
async function take(page: Page) {
  await page.locator('#take').click();
  await expect(page.locator('#taken')).toContainText('X-OA-Token');
}

const operation = (page: Page, id: string) => page.locator(`.opblock[id$="-${id}"]`);

/** Opens an operation, sends it by its button, and returns what came back. */
async function execute(block: Locator) {
  if (!(await block.locator('.opblock-body').isVisible())) await block.locator('.opblock-summary-control').click();
  await block.locator('button.execute').click();
  const row = block.locator('.live-responses-table tbody tr.response');
  await expect(row).toBeVisible();
  return { status: (await row.locator('.response-col_status').innerText()).trim().split(/\s/)[0], body: await row.locator('.microlight').first().innerText() };
}

/** The names in an object, or in a list's first element; `phone` is there once it is bound. */
function members(value: any): string[] {
  if (Array.isArray(value)) return value.length ? members(value[0]) : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).filter(([name]) => name !== 'phone').flatMap(([name, inner]) => [name, ...members(inner).map((below) => `${name}.${below}`)]).sort();
}

test('every operation of the document is sent from the page, and answers as the document says', async ({ page, baseURL, request }) => {
  test.setTimeout(120_000);
  const hosts = new Set<string>();
  page.on('request', (sent) => hosts.add(new URL(sent.url()).origin));
  await openDocs(page);
  await take(page);
  const { paths } = await (await request.get('/openapi.json')).json();
  const operations = Object.values<any>(paths).flatMap((methods) => Object.values<any>(methods)).sort((a, b) => (a['x-place'] ?? 99) - (b['x-place'] ?? 99));
  expect(operations.length).toBeGreaterThanOrEqual(14);
  await expect(page.locator('.opblock')).toHaveCount(operations.length);
  // a logout ends the token that the others need
  const logout = operations.find(({ operationId }) => operationId === 'auth_logout');
  for (const { operationId, responses } of [...operations.filter((one) => one !== logout), logout]) {
    const block = operation(page, operationId);
    if (operationId === 'auth_avatar') {
      await block.locator('.opblock-summary-control').click();
      await block.locator('input[type=file]').setInputFiles({ name: 'avatar.png', mimeType: 'image/png', buffer: await page.screenshot() });
    }
    const { status, body } = await execute(block);
    expect(status, operationId).toBe('200');
    const documented = responses['200'].content['application/json']?.examples['0'].value;
    if (documented === undefined) {
      expect(body, operationId).toBe('ok');
      continue;
    }
    const answer = JSON.parse(body);
    expect(answer.errno, `${operationId}: ${body}`).toBe(0);
    expect(members(answer), operationId).toEqual(members(documented));
  }
  // the token is gone, and a code worked once
  expect(JSON.parse((await execute(operation(page, 'user_index'))).body).errno).toBe(501);
  expect(JSON.parse((await execute(operation(page, 'auth_login_by_weixin'))).body).errno).toBe(711);
  await take(page);
  expect(JSON.parse((await execute(operation(page, 'user_index'))).body).errno).toBe(0);
  expect(JSON.parse((await execute(operation(page, 'auth_login_by_weixin'))).body).errno).toBe(0);
  expect([...hosts]).toEqual([new URL(baseURL!).origin]);
});

test('a failure is shown as it is', async ({ page }) => {
  await openDocs(page, 'en');
  expect(JSON.parse((await execute(operation(page, 'user_index'))).body).errno).toBe(501);
  expect(JSON.parse((await execute(operation(page, 'auth_login_by_weixin'))).body).errno).toBe(710);
});

test('every errno is there with its advice', async ({ page }) => {
  for (const [lang, advice] of [['zh', '在取手机号之前先 wx.checkSession'], ['en', 'Call wx.checkSession before']]) {
    await openDocs(page, lang);
    await expect(page.locator('.info table tbody tr')).toHaveCount(24);
    await expect(page.locator('.info table tr', { hasText: '715' })).toContainText(advice);
  }
});

// Swagger UI's colours do not depend on the language. FULL=1 takes all four and a phone's width; `make test` the two colour schemes
for (const lang of ['zh', 'en'])
  for (const colorScheme of ['light', 'dark'] as const) {
    if (!process.env.FULL && (lang === 'zh') !== (colorScheme === 'light')) continue;
    test(`axe and every width, ${lang}, ${colorScheme}`, async ({ page }) => {
      test.setTimeout(180_000); // axe looks at some thousand elements
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await openDocs(page, lang);
      const check = async (what: string) => {
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`)), what).toEqual([]);
      };
      await take(page);
      for (const id of ['auth_login_by_weixin', 'auth_avatar', 'meeting_list', 'readyz']) await operation(page, id).locator('.opblock-summary-control').click();
      await execute(operation(page, 'auth_login_by_weixin'));
      await execute(operation(page, 'auth_sessions'));
      await check('with operations that are open and sent');
      for (const width of [360, 375, 768, 1440, 2560]) {
        await page.setViewportSize({ width, height: 812 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `nothing is cut off at ${width}`).toBeLessThanOrEqual(width);
        if (process.env.SCREENSHOTS && (width === 375 || width === 1440)) {
          for (const at of ['.bar', '.opblock[id$="-auth_login_by_weixin"]']) {
            await page.locator(at).evaluate((node) => node.scrollIntoView());
            await page.screenshot({ path: `test-results/docs-${lang}-${colorScheme}-${width}-${at === '.bar' ? 'top' : 'open'}.png` });
          }
        }
      }
      if (!process.env.FULL) return;
      await page.setViewportSize({ width: 375, height: 812 });
      await check('on a phone');
    });
  }

test('the keyboard reaches everything, in order', async ({ page }) => {
  await openDocs(page, 'en');
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.locator('#take').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#taken')).toContainText('X-OA-Token');
  await expect(page.locator('#take')).toBeFocused();
  const focused = () => page.evaluate(() => document.activeElement!.closest('.opblock')?.id.split('-').at(-1) + ' ' + document.activeElement!.className);
  const tab = async (until: RegExp) => {
    for (let steps = 0; steps < 60; steps++) {
      await page.keyboard.press('Tab');
      if (until.test(await focused())) return;
    }
    throw new Error(`${until} is not reached`);
  };
  await tab(/^auth_login_by_weixin opblock-summary-control/);
  await page.keyboard.press('Enter');
  await tab(/^auth_login_by_weixin .*execute/);
  await page.keyboard.press('Enter');
  const answer = operation(page, 'auth_login_by_weixin').locator('.live-responses-table .microlight').first();
  await expect(answer).toContainText('"errno": 0');
  await tab(/^auth_bindPhone opblock-summary-control/);
});

test('the theme of the demo is that of the page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(() => localStorage.setItem('oa-mini:theme', 'dark'));
  await openDocs(page);
  await expect(page.locator('html')).toHaveClass(/dark-mode/);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(18, 20, 24)');
});

test('its weight, and that the token is kept nowhere', async ({ page, request }) => {
  const html = await (await request.get('/docs')).text();
  let sum = 0;
  for (const path of html.match(/\/docs\/[0-9a-f]+\/[\w.-]+/g)!) sum += Number((await request.head(path, { headers: { 'accept-encoding': 'br' } })).headers()['content-length']);
  console.log(`/docs, brotli: ${sum} of ${budget} bytes`);
  expect(sum).toBeGreaterThan(100_000);
  expect(sum).toBeLessThanOrEqual(budget);
  await openDocs(page);
  await take(page);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  expect(kept).not.toMatch(/oa_[\w-]{20,}/);
});
