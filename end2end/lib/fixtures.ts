// A page that fails its test on any console error, any failed request and any answer of 400 or more. Each test has a
// world of the double to itself, so that tests run side by side.
import { test as base, expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { folder } from '../playwright.config';

export { expect };

/** What must be nowhere in the server's log; the project `leaks` looks for each line. */
export const secrets = `${folder}/secrets`;

type Fixtures = { world: string; allowed: RegExp[]; watch: (page: Page) => void };

export const test = base.extend<Fixtures>({
  world: async ({}, use) => {
    await use(`t-${randomBytes(8).toString('hex')}`);
  },
  // what this test provokes, and so may appear on the console
  allowed: async ({}, use) => {
    await use([]);
  },
  watch: async ({ world, allowed }, use) => {
    const faults: string[] = [];
    const pages: Page[] = [];
    await use((page) => {
      pages.push(page);
      const fault = (text: string) => {
        if (!allowed.some((pattern) => pattern.test(text))) faults.push(text);
      };
      page.on('console', (message) => message.type() === 'error' && fault(`console: ${message.text()}`));
      page.on('pageerror', (error) => fault(`page: ${error.message}`));
      // ERR_ABORTED is the browser's own doing: a page that is left drops what it still waited for
      page.on('requestfailed', (request) => {
        const why = request.failure()?.errorText;
        if (why !== 'net::ERR_ABORTED') fault(`request: ${request.url()} ${why}`);
      });
      page.on('response', (response) => response.status() >= 400 && fault(`status: ${response.status()} ${response.url()}`));
    });
    for (const page of pages) {
      if (page.isClosed()) continue;
      const token = await page.evaluate(() => localStorage.getItem('token')).catch(() => null);
      if (token) appendFileSync(secrets, `${token.replaceAll('"', '')}\n`);
    }
    expect(faults, `nothing goes wrong in world ${world}`).toEqual([]);
  },
  context: async ({ context, world }, use) => {
    await context.addInitScript((name) => {
      // not in the frame of an opened mini-program, which has no storage
      if (window === window.top) localStorage.setItem('oa-mini:world', name);
    }, world);
    await context.addInitScript(notePassing);
    await use(context);
  },
  page: async ({ page, watch }, use) => {
    watch(page);
    await use(page);
  },
});

/** Runs in the page: writes down every toast and panel at once, however shortly it is there and however slow the machine. */
function notePassing() {
  const passing: string[] = ((window as any).passing = []);
  const note = () => {
    for (const seen of document.querySelectorAll<HTMLElement>('.toast, [role=dialog]')) {
      const text = seen.textContent ?? '';
      if (passing.at(-1) !== text) passing.push(text);
    }
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Waits until a toast or panel with `text` has been shown, since the page was loaded. It may be gone by now. */
export async function shown(page: Page, text: string) {
  await expect.poll(() => page.evaluate(() => (window as any).passing)).toContainEqual(expect.stringContaining(text));
}

/** The phone, and what is in it. */
export const phone = (page: Page) => page.locator('.phone__screen');

/** Opens a page of the mini-program and waits until it is alive. */
export async function open(page: Page, path: string) {
  await page.goto(path);
  await expect(page.locator('html[data-alive]')).toBeAttached();
}

/** From wherever, as a person: 我的, 点击登录, 微信直接登录, 允许. Ends on the personal centre. */
export async function login(page: Page) {
  await open(page, '/pages/ucenter/index/index');
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(phone(page).locator('.page--ucenter')).toBeVisible();
  await expect(phone(page).getByRole('button', { name: '点击登录' })).toHaveCount(0);
}

/** What the phone has stored, as the mini-program sees it. */
export async function stored(page: Page, key: string): Promise<any> {
  const text = await page.evaluate((name) => localStorage.getItem(name), key);
  return text === null ? null : JSON.parse(text);
}

/** The counts of the personal centre, in their order. */
export const counts = (page: Page) => phone(page).locator('.page--ucenter .cell__value:not(:empty)');
