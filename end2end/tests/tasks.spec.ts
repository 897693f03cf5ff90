// Three people and what they come for, from `/`: scripts of what each taps, reads and finds, in fewer than ten taps. A picture of
// the end of each is for a person to look at, and with SCREENSHOTS=1 for the documents.
import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { test, expect, open, phone } from '../lib/fixtures';
import { play, touch } from '../lib/demos';
import { double } from '../lib/double';

const folder = process.env.SCREENSHOTS ? 'screenshots' : 'test-results/screenshots';
const MAX_TAPS = 9;

/** Somebody at a window, by finger or by mouse, whose taps are counted. Reading and scrolling cost nothing. */
class Visitor {
  private taps = 0;

  constructor(readonly page: Page, readonly isTouch: boolean) {}

  async tap(target: Locator) {
    this.taps += 1;
    expect(this.taps, 'taps').toBeLessThanOrEqual(MAX_TAPS);
    await (this.isTouch ? target.tap() : target.click());
  }

  /** On a narrow window the workbench lies under the phone. */
  async toWorkbench() {
    const peek = this.page.locator('.peek');
    if (await peek.isVisible()) await this.tap(peek);
  }

  /** Finds it on the screen, if need be by scrolling, and reads `text` there. */
  async reads(where: Locator, text: string | RegExp) {
    await where.scrollIntoViewIfNeeded();
    await expect(where).toBeInViewport();
    await expect(where).toContainText(text, { useInnerText: true });
  }

  async picture(name: string) {
    await this.page.screenshot({ path: `${folder}/task-${name}-${this.page.viewportSize()!.width}.png` });
    console.log(`${name}, ${this.page.viewportSize()!.width} px: ${this.taps} taps`);
  }
}

/** What a developer has before them: a phone number that WeChat has sealed, read from a form whose `+` nobody encoded. */
async function spoiled(request: APIRequestContext, world: string) {
  const { code } = await double(request, world, 'phone/login', { user: 'lin' });
  const [appid, secret] = ['wx0a1b2c3d4e5f6789', 'd0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5'];
  const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
  const exchanged = await request.get(`/wechat-double/sns/jscode2session?${query}`, { headers: { 'x-double-world': world } });
  const { session_key } = await exchanged.json();
  for (;;) {
    const { encryptedData, iv } = await double(request, world, 'phone/getPhoneNumber', { user: 'lin' });
    if (encryptedData.includes('+')) return { encryptedData: encryptedData.replaceAll('+', ' '), iv, session_key, appid };
  }
}

for (const [width, height] of [[375, 812], [1440, 900]])
  test.describe(`${width} px`, () => {
    const isTouch = width < 900;
    test.use({ viewport: { width, height }, hasTouch: isTouch });
    test.beforeEach(async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await open(page, '/');
    });

    test('the student finds why the code goes to the server first', async ({ page }) => {
      const student = new Visitor(page, isTouch);
      await student.toWorkbench();
      // the arrow with the code, from the phone to the server
      await student.tap(page.locator('#step-post .step__button'));
      const article = page.locator('#panel-explain article');
      await student.reads(article.locator('.step-article__part').filter({ hasText: '为什么' }).first(), '兑换需要 AppSecret，而它只能放在服务器上');
      await student.tap(article.getByRole('link', { name: '为什么 code 要先交给服务器？' }));
      await expect(page).toHaveURL(/\/guide#why-code$/);
      await student.reads(page.locator('#why-code'), '为什么 code 要先交给服务器？');
      await student.reads(page.getByText('小程序里放不住秘密'), '代码包会下载到每一台手机上');
      await student.reads(page.getByText('信任的方向'), '身份由服务器亲自向微信核实');
      await student.picture('student');
    });

    test('the developer finds why a ciphertext does not decrypt', async ({ page, request, world }) => {
      const pasted = JSON.stringify(await spoiled(request, world));
      const developer = new Visitor(page, isTouch);
      await developer.toWorkbench();
      await developer.tap(page.locator('#tab-crypto'));
      await developer.tap(page.getByRole('tabpanel').getByRole('link', { name: '解密自己的数据' }));
      await expect(page).toHaveURL(/\/decrypt$/);
      await expect(page.locator('html[data-alive]')).toBeAttached();
      await page.waitForLoadState('networkidle');
      const sent: string[] = [];
      page.on('request', (request) => sent.push(request.url()));
      await developer.tap(page.locator('#whole'));
      await page.keyboard.insertText(pasted);
      await developer.reads(page.locator('.paste__found'), 'encryptedData');
      await developer.reads(page.locator('.verdicts__line').first(), '原样解不开，修复之后解开了：+ 变成了空格');
      await developer.reads(page.locator('#pasted-steps [data-status=error]'), '到这里失败');
      await expect(page.locator('#pasted-steps [data-status=error]')).toHaveAttribute('data-step', 'Base64');
      await developer.reads(page.locator('#repaired-steps #plaintext'), '"phoneNumber": "12066600001"');
      await developer.reads(page.locator('.causes__cause').first(), '+ 变成了空格');
      expect(sent, 'nothing leaves the page').toEqual([]);
      await developer.picture('developer');
    });

    test('the tester causes 716 by a demo', async ({ page }) => {
      const tester = new Visitor(page, isTouch);
      await tester.toWorkbench();
      await tester.tap(page.locator('.menu--scenario summary'));
      const item = page.locator('.menu--scenario .menu__item').filter({ hasText: '716' });
      await tester.tap(item);
      await expect(page.locator('html')).toHaveAttribute('data-scenario', 'held', { timeout: 20_000 });
      const look = page.getByRole('link', { name: '看流程 ›' });
      if (await look.isVisible()) await tester.tap(look);
      await tester.reads(page.locator('#step-phone .step__failure'), 'errno 716');
      await tester.tap(page.locator('#tab-crypto'));
      await tester.reads(page.locator('#c-watermark'), /≠ wx0a1b2c3d4e5f6789[^]*→ errno 716/);
      await tester.picture('tester');
    });

    test('nothing that the tester sees is wider than the window', async ({ page }) => {
      await (isTouch ? touch : play)(page, '别的小程序的密文');
      await expect(page.locator('html')).toHaveAttribute('data-scenario', 'held', { timeout: 20_000 });
      const look = page.getByRole('link', { name: '看流程 ›' });
      if (await look.isVisible()) await look.tap();
      await expect(page.locator('#step-phone .step__failure')).toBeVisible();
      const wide = () => page.evaluate(() => ['html', '.workbench', '.flow'].map((part) => document.querySelector(part)!.scrollWidth - innerWidth).filter((over) => over > 0));
      expect(await wide()).toEqual([]);
    });
  });

test('the tester causes 716 by hand', async ({ page }) => {
  await open(page, '/');
  const tester = new Visitor(page, false);
  const press = (name: string) => tester.tap(phone(page).getByRole('button', { name, exact: true }));
  await tester.tap(page.locator('#tab-faults'));
  await tester.tap(page.locator('#fault-foreign'));
  await expect(page.locator('#fault-count')).toHaveText('1');
  await tester.tap(phone(page).getByRole('link', { name: '我的' }));
  await press('点击登录');
  await press('微信直接登录');
  await press('允许');
  await tester.tap(phone(page).getByLabel('用户设置'));
  await press('点击获取');
  await press('允许');
  await tester.reads(page.locator('#step-phone .step__failure'), 'errno 716');
  await tester.picture('tester-by-hand');
});
