// Pictures of an opened mini-program: for a person to look at, and with SCREENSHOTS=1 (`make screenshots`) for the documents.
import { test, expect } from '../lib/miniprogram';
import { phone } from '../lib/fixtures';

const folder = process.env.SCREENSHOTS ? 'screenshots' : 'test-results/screenshots';

test('an opened mini-program on a wide screen and on a phone', async ({ page, program }) => {
  await program.toUser();
  await program.tapPhoneNumber();
  await program.told('绑定手机号码成功');
  await expect(page.locator('.toast')).toHaveCount(0);
  await page.screenshot({ path: `${folder}/miniprogram.png` });
  await page.setViewportSize({ width: 375, height: 812 });
  await expect(phone(page)).toHaveCSS('width', '375px');
  await page.screenshot({ path: 'test-results/screenshots/miniprogram-phone.png' });
});

test('with the menu 小程序 nothing scrolls sideways from 360 to 2560 px', async ({ page, program }) => {
  await program.launch();
  for (const width of [360, 375, 899, 900, 1100, 1440, 2560]) {
    await page.setViewportSize({ width, height: 812 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width}`).toBeLessThanOrEqual(width);
  }
});
