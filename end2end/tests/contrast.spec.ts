// Forced colours, where backgrounds, gradients and shadows are gone: what they said is said by lines, sizes and the system's colours.
import type { Locator, Page } from '@playwright/test';
import { double } from '../lib/double';
import { test, expect, login, open, phone } from '../lib/fixtures';

/** How an element, or one of its pseudo-elements, is drawn, but for colours that forcing takes away. */
const look = (part: Locator, pseudo?: string) =>
  part.first().evaluate((node, pseudo) => {
    const style = getComputedStyle(node, pseudo);
    const seen = ['height', 'border-top-style', 'border-top-width', 'border-top-color', 'border-radius', 'background-color', 'background-image', 'outline-style', 'text-decoration-line', 'font-weight', 'opacity'];
    return seen.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; ');
  }, pseudo);

/** Says that all of them are drawn differently. */
const differ = async (what: string, looks: Promise<string>[]) => {
  const all = await Promise.all(looks);
  expect.soft(new Set(all).size, `${what}: ${all.join('\n')}`).toBe(all.length);
};

const forced = (page: Page) => page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });

test('states of the diagram, of tabs and of switches differ', async ({ page, request, world }) => {
  await forced(page);
  await open(page, '/pages/ucenter/index/index');
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await expect(phone(page).getByRole('dialog')).toBeVisible();
  await expect(page.locator('#step-profile')).toHaveAttribute('data-status', 'now');
  await differ('phases', [look(page.locator('.phase[data-status=now] .phase__number')), look(page.locator('.phase[data-status=ghost] .phase__number'))]);
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(page.locator('#step-counts')).toHaveAttribute('data-status', 'done');
  const number = (status: string) => look(page.locator(`.phase[data-status=${status}] .phase__number`));
  const donePhase = await number('done'); // of the login: the binding is a run of its own
  await double(request, world, 'control/rotate-key', { user: 'lin' });
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await expect(page.locator('#step-enc')).toHaveAttribute('data-status', 'now');
  const line = (status: string) => look(page.locator(`.step[data-status=${status}] .step__line`));
  await differ('steps', [line('ghost'), line('now')]);
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(page.locator('.step[data-status=error] .step__line')).not.toHaveCount(0);
  await differ('steps', [line('error'), line('done'), line('ghost')]);
  await differ('phases', [number('error'), Promise.resolve(donePhase), number('ghost')]);
  await page.locator('#step-counts button').click();
  const back = (which: string) => look(page.locator(`.step__button${which}`), '::before');
  await differ('selection', [back('[aria-current]'), back(':not([aria-current])')]);
  expect(await look(page.locator('.step__button[aria-current]'), '::before')).toContain('opacity: 1');

  const tab = (selected: boolean) => look(page.locator(`.inspector__tab[aria-selected=${selected}]`), '::after');
  await differ('tabs', [tab(true), tab(false)]);
  const row = (which: string) => look(page.locator(`.request${which}`));
  await differ('requests', [row('[aria-current]'), row(':not([aria-current])')]);
  await page.locator('#tab-crypto').click();
  await page.locator('#tab-faults').click();
  const toggle = page.locator('#fault-limit');
  const card = page.locator('.fault', { has: toggle });
  const before = [await look(toggle), await look(card), await look(toggle, '::after')];
  await toggle.check();
  await expect(toggle).toBeChecked();
  const after = [await look(toggle), await look(card), await look(toggle, '::after')];
  before.forEach((one, at) => expect.soft(after[at], 'a switch').not.toBe(one));
  const device = (checked: string) => look(page.locator(`.segmented input${checked} + span`));
  await differ('phones', [device(':checked'), device(':not(:checked)')]);
});

test('what was told apart by a background has an edge', async ({ page }) => {
  await forced(page);
  await login(page);
  await page.locator('#tab-faults').click();
  for (const part of ['.phone', '.fault', '.text-button:visible', '.icon-button', '.menu__button', '.inspector'])
    expect.soft(await page.locator(part).first().evaluate((node) => parseFloat(getComputedStyle(node).borderTopWidth)), part).toBeGreaterThan(0);
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '退 出' }).click();
  await expect(phone(page).getByRole('alertdialog')).toHaveCSS('border-top-style', 'solid');
});
