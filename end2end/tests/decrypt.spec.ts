// `/decrypt`: every vector is pasted, every cause is shown, and nothing leaves the page.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { test, expect, open } from '../lib/fixtures';

const folder = '../server/wechat/tests/vectors';
type Vector = Record<string, any>;
const vectors: Vector[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
const of = (kind: RegExp) => vectors.filter((vector) => kind.test(vector.kind));

/** The step at which a vector that must fail fails. A new one is added here. */
const failing: Record<string, string> = { 'neg-wxjava-7MG7': 'Padding', 'neg-plus-to-space': 'Base64' };

const paste = (page: Page, text: string) => page.locator('#whole').fill(text);
const steps = (page: Page) => page.locator('#pasted-steps .cipher__step');
const statuses = (page: Page) => steps(page).evaluateAll((all) => all.map((step) => (step as HTMLElement).dataset.status));
const verdict = (page: Page) => page.locator('.verdicts__line').first();
/** What is seen: of two languages one. */
const seen = { useInnerText: true };
const example = (page: Page, name: string) => page.locator('.decrypt__examples').getByRole('button', { name }).click();

test('every vector decrypts, or names the step', async ({ page }) => {
  await open(page, '/decrypt');
  for (const { id, appid, session_key, iv, encryptedData, expected, expected_text } of of(/^aes-128-cbc$/)) {
    await paste(page, JSON.stringify({ encryptedData, iv, session_key, appid }));
    if (expected ?? expected_text) {
      await expect(verdict(page), id).toHaveAttribute('data-state', 'ok');
      expect((await statuses(page)).slice(0, 4), id).toEqual(['done', 'done', 'done', 'done']);
      const plaintext = await page.locator('#plaintext').innerText();
      expect(JSON.parse(plaintext), id).toEqual(expected ?? JSON.parse(expected_text));
    } else {
      expect(failing[id], `${id}: at which step must it fail?`).toBeDefined();
      await expect(page.locator(`#pasted-steps [data-step=${failing[id]}]`), id).toHaveAttribute('data-status', 'error');
      expect((await statuses(page)).filter((status) => status === 'error'), id).toHaveLength(1);
      await expect(page.locator('.causes__cause').first(), id).toBeVisible();
    }
  }
});

test('every signature of the vectors matches, and one letter more does not', async ({ page }) => {
  await open(page, '/decrypt');
  for (const { id, rawData, message, session_key, signature, expected } of [...of(/^signature=/), ...of(/^login-state signature/)]) {
    const signed = rawData ?? message;
    await page.locator('#rawData').fill(signed);
    await page.locator('#session_key').fill(session_key);
    await page.locator('#signature').fill(signature);
    await expect(verdict(page), id).toHaveAttribute('data-state', (expected ?? true) ? 'ok' : 'bad');
    await page.locator('#rawData').fill(`${signed}x`);
    await expect(verdict(page), id).toHaveAttribute('data-state', 'bad');
  }
});

test('nothing is sent, nothing is kept, and the page could not', async ({ page, allowed }) => {
  await open(page, '/decrypt');
  const before = await page.evaluate(() => JSON.stringify(localStorage));
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  const count = await page.locator('.chip').count();
  for (let nth = 0; nth < count; nth++) await page.locator('.chip').nth(nth).click();
  await example(page, '能解开');
  await expect(verdict(page)).toHaveAttribute('data-state', 'ok');
  await page.locator('#session_key').fill('HyVFkGl5F5OQWJZZaNzBBg==');
  await expect(verdict(page)).toHaveAttribute('data-state', 'bad');
  expect(sent).toEqual([]);
  expect(await page.evaluate(() => [JSON.stringify(localStorage), sessionStorage.length, document.cookie])).toEqual([before, 0, '']);
  // its policy refuses even its own server
  allowed.push(/Content Security Policy|ERR_BLOCKED_BY_CSP|csp/i, /connect-src/);
  const reached = await page.evaluate(() => fetch('/oapro/wx/home/index').then(() => true, () => false));
  expect(reached).toBe(false);
  expect(await page.evaluate(() => fetch('/decrypt').then(() => true, () => false))).toBe(false);
});

test('a page loads its own bundle, and not the other', async ({ page }) => {
  const loaded = async (path: string) => {
    const paths: string[] = [];
    const note = (request: { url(): string }) => paths.push(new URL(request.url()).pathname);
    page.on('request', note);
    await open(page, path);
    page.off('request', note);
    return paths.filter((path) => path.startsWith('/assets/')).map((path) => path.replace(/^\/assets\/[^/]+/, ''));
  };
  expect([...new Set(await loaded('/decrypt'))].sort()).toEqual(['/app.css', '/tools/tools.css', '/tools/tools.js', '/tools/tools_bg.wasm']);
  expect((await loaded('/')).filter((path) => path.includes('tools'))).toEqual([]);
});

// name, verdict, the step that fails, what the first cause is called
for (const [name, state, step, cause] of [
  ['能解开', 'ok', null, '水印是很久以前的'],
  ['另一把 session_key', 'bad', 'Padding', '另一把 session_key'],
  ['+ 变成空格', 'repaired', 'Base64', '+ 变成了空格'],
  ['多编码了一次', 'repaired', 'Base64', '多了一层 URL 编码'],
  ['JSON 转义', 'repaired', 'Base64', '多了一层 JSON 转义'],
  ['URL 安全字母表', 'repaired', 'Base64', '换成了 URL 安全的 Base64'],
  ['被截断', 'bad', 'Base64', '复制或传输时被截断'],
  ['末尾丢了整块', 'bad', 'Padding', 'encryptedData 的末尾丢了'],
  ['错了一个字符', 'bad', 'Json', 'encryptedData 中间有字符变了'],
  ['另一个 iv', 'bad', 'Json', 'iv 不是这份数据的'],
  ['iv 和 key 填反', 'repaired', 'Padding', '填反了'],
  ['填了 AppSecret', 'bad', 'Length', '不是 16 字节'],
  ['另一个 appid', 'bad', 'Watermark', '数据是另一个小程序的'],
  ['签名一致', 'ok', null, null],
  ['rawData 重新序列化过', 'repaired', null, 'rawData 被重新编码过'],
  ['rawData 改过', 'bad', null, '签名用的是另一把 session_key'],
] as const) {
  test(`the example ${name}`, async ({ page }) => {
    await open(page, '/decrypt');
    await example(page, name);
    await expect(verdict(page)).toHaveAttribute('data-state', state);
    const failed = page.locator('#pasted-steps [data-status=error]');
    if (step) {
      await expect(failed).toHaveAttribute('data-step', step);
      await expect(failed).toContainText('到这里失败');
    } else {
      await expect(failed).toHaveCount(0);
    }
    // the repaired data decrypts, whole
    if (state === 'repaired' && step) await expect(page.locator('#repaired-steps #plaintext')).toContainText('"nickName": "Band"');
    if (cause) await expect(page.locator('.causes__cause').first()).toContainText(cause);
    else await expect(page.locator('.causes__cause')).toHaveCount(0);
  });
}

test('a whole text is taken apart, wherever it is pasted', async ({ page }) => {
  await open(page, '/decrypt');
  const { encryptedData, iv, session_key } = of(/^aes-128-cbc$/)[0];
  await paste(page, `curl https://x/bindPhone -H 'Referer: https://servicewechat.com/wx4f4bc4dec97d474b/7/page-frame.html' -d '${JSON.stringify({ encryptedData, iv })}'`);
  await expect(page.locator('.paste__found')).toContainText('encryptedData, iv, appid');
  await expect(verdict(page)).toContainText('还缺 session_key', seen);
  await page.locator('#session_key').fill(session_key);
  await expect(verdict(page)).toContainText('解密成功');
  await page.getByRole('button', { name: '清空' }).click();
  await expect(page.locator('#iv')).toHaveValue('');
  await expect(verdict(page)).toContainText('贴上数据');
  // a form whose + was not encoded: what the server read
  const form = new URLSearchParams({ encryptedData, iv, session_key });
  await page.locator('#encryptedData').fill(String(form).replaceAll('%2B', '+'));
  await expect(page.locator('#iv')).toHaveValue(iv);
  await expect(verdict(page)).toHaveAttribute('data-state', 'repaired');
  await expect(page.locator('.causes__cause').first()).toContainText('+ 变成了空格');
  await page.locator('#encryptedData').fill(String(form));
  await expect(verdict(page)).toHaveAttribute('data-state', 'ok');
});

test('by keyboard, and read out', async ({ page }) => {
  await open(page, '/decrypt');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.getByLabel('session_key').focus();
  await page.keyboard.insertText('AAECAw==');
  const status = page.locator('.verdicts');
  await expect(status).toHaveAttribute('role', 'status');
  await expect(status).toContainText('失败的一步：长度', seen);
  await expect(page.getByLabel('session_key')).toHaveAttribute('aria-invalid', 'true');
  const button = page.getByRole('button', { name: '能解开' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(status).toContainText('解密成功');
  await expect(page.getByLabel('session_key')).not.toHaveAttribute('aria-invalid');
});

test('on a phone an example shows its result', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await open(page, '/decrypt');
  await expect(verdict(page)).not.toBeInViewport();
  await example(page, '另一个 iv');
  await expect(verdict(page)).toBeInViewport();
});

test('language, theme and title are the demo’s, and there is a way back', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('oa-mini:lang', 'en');
    localStorage.setItem('oa-mini:theme', 'dark');
  });
  await open(page, '/decrypt');
  await expect(page).toHaveTitle('Decrypt your own data · oa-mini');
  const root = page.locator('html');
  await expect(root).toHaveAttribute('lang', 'en');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Decrypt your own data', seen);
  const language = page.getByRole('button', { name: /语言|Language/ });
  await language.click();
  await expect(page).toHaveTitle('解密自己的数据 · oa-mini');
  await expect(root).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('link', { name: '回到演示' }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.locator('html[data-alive]')).toBeAttached();
});

test('the crypto panel leads here', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('tab', { name: '解密' }).click();
  await page.getByRole('tabpanel').getByRole('link', { name: '解密自己的数据' }).click();
  await expect(page.locator('#whole')).toBeVisible();
});

test('it is readable without its script', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/decrypt');
  await expect(page.locator('.noscript')).toContainText('需要 JavaScript');
  await expect(page.getByText('三个值都是标准 Base64')).toBeVisible();
  await context.close();
});

for (const [colorScheme, forcedColors, lang] of [['light', 'none', 'zh'], ['dark', 'none', 'en'], ['light', 'active', 'zh']] as const) {
  test(`axe: ${colorScheme}, forced colours ${forcedColors}, ${lang}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
    await page.addInitScript((lang) => localStorage.setItem('oa-mini:lang', lang), lang);
    await open(page, '/decrypt');
    for (const nth of [-1, 0, 1, 2, 12, 14]) {
      if (nth >= 0) await page.locator('.chip').nth(nth).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`)), `example ${nth}`).toEqual([]);
    }
  });
}

test('every size, both languages', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, '/decrypt');
  for (const lang of ['zh', 'en']) {
    for (const width of [360, 375, 768, 1024, 1366, 1440, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      for (const nth of [0, 1, 2, 15]) {
        await page.locator('.chip').nth(nth).click();
        const over = await page.evaluate(() => {
          const wide = [...document.querySelectorAll('main *, header *')].filter((element) => {
            const box = element.getBoundingClientRect();
            // what scrolls inside itself may hold something wider
            return box.width > 1 && box.right > innerWidth + 1 && !element.closest('.hex, pre');
          });
          return [document.documentElement.scrollWidth - innerWidth, ...wide.map((element) => element.className)];
        });
        expect(over, `${lang} ${width} px, example ${nth}`).toEqual([0]);
      }
    }
    await page.getByRole('button', { name: /语言|Language/ }).click();
  }
});
