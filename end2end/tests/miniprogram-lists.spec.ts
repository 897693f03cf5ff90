// Our mini-program's pages/meeting/list/list and pages/vote/list/list.
import { test, expect, pagesOf, silent, unreachable, type MiniProgram, MEETINGS, VOTES } from '../lib/miniprogram';
import { api } from '../lib/double';

/** The numbers of the pages that were asked for. */
const asked = async (program: MiniProgram, path: string) => (await program.calls(path)).map(({ options }) => options.data.page);

/** Waits until there are `count` rows. */
const rows = async (program: MiniProgram, count: number) => {
  await expect.poll(async () => (await program.data()).rows?.length).toBe(count);
  await program.idle();
};

/** Moves to the end of the page, from somewhat above it. */
const scrollDown = (program: MiniProgram) =>
  program.run(async () => {
    const { scrollHeight } = document.documentElement;
    for (const top of [scrollHeight - innerHeight - 100, scrollHeight]) {
      scrollTo(0, top);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
  });

/** With the mouse, from the top of the page downwards. */
const pullDown = async (program: MiniProgram) => {
  await program.run(() => scrollTo(0, 0));
  const { x, y, width } = (await program.element.locator('iframe').boundingBox())!;
  const { mouse } = program.page;
  await mouse.move(x + width / 2, y + 40);
  await mouse.down();
  await mouse.move(x + width / 2, y + 240, { steps: 8 });
  await mouse.up();
};

test('the meetings, with pictures', async ({ program, request }) => {
  await program.launch(MEETINGS);
  const { data } = await api(request, 'meeting/list?limit=100', '');
  await rows(program, data.list.length);
  const ids = (list: { id: number }[]) => list.map(({ id }) => id);
  expect(ids((await program.data()).rows)).toEqual(ids(data.list));
  await expect.poll(async () => (await program.data()).images.length).toBe(3);
  const [first] = data.list;
  await expect(program.screen.getByText(first.title, { exact: true }).last()).toBeVisible();
  await expect(program.screen.getByText(`${first.time.slice(5, 10)} ${first.time.slice(11, 16)}`, { exact: true }).first()).toBeVisible();
  await program.says(/进行中 \d+ 人参加/);
});

test('the votes, without', async ({ program }) => {
  await program.launch(VOTES);
  await expect(program.screen.getByText('年会去哪里办？', { exact: true })).toBeVisible();
  await program.says(/\d+ 人已投票 截止 \d\d-\d\d \d\d:\d\d/);
});

test('the end of the list brings the next page, until there is none', async ({ page, program }) => {
  await pagesOf(page, 'meeting/list', 3);
  await program.launch(MEETINGS);
  await rows(program, 3);
  await program.run(() => {
    getCurrentPages().at(-1)!.onReachBottom();
    getCurrentPages().at(-1)!.onReachBottom();
  });
  await rows(program, 6);
  expect(await asked(program, 'meeting/list'), 'twice at once is once').toEqual([1, 2]);
  await scrollDown(program);
  await rows(program, 8);
  await scrollDown(program);
  await program.idle();
  expect(await asked(program, 'meeting/list')).toEqual([1, 2, 3]);
  const ids = (await program.data()).rows.map(({ id }: { id: number }) => id);
  expect(new Set(ids).size).toBe(8);
});

test('what is there is not loaded again', async ({ program }) => {
  await program.launch(MEETINGS);
  await rows(program, 8);
  await program.screen.locator('swiper-item, .swiper').first().waitFor();
  await program.revisit('会议');
  await program.at(MEETINGS);
  await program.idle();
  expect([await asked(program, 'meeting/list'), await program.count('swiperImgs')]).toEqual([[1], 1]);
});

test('without pictures there is a list all the same, and the next time there are', async ({ page, program, allowed }) => {
  allowed.push(/ERR_FAILED/);
  await unreachable(page, 'swiperImgs');
  await program.launch(MEETINGS);
  await rows(program, 8);
  await expect.poll(() => program.count('swiperImgs')).toBe(1);
  expect([(await program.data()).images.length, await program.toasts()]).toEqual([0, []]);
  await program.revisit('会议');
  await expect.poll(async () => (await program.data()).images?.length).toBe(3);
});

test('pulling down begins anew', async ({ page, program }) => {
  await pagesOf(page, 'meeting/list', 3);
  await program.launch(MEETINGS);
  await rows(program, 3);
  await scrollDown(program);
  await rows(program, 6);
  await pullDown(program);
  await rows(program, 3);
  await expect.poll(() => program.count('stopPullDownRefresh')).toBe(1);
  await scrollDown(program);
  await rows(program, 6);
  expect(await asked(program, 'meeting/list')).toEqual([1, 2, 1, 2]);
});

test('a page that does not come can be asked for again', async ({ page, program }) => {
  await silent(page, 'vote/list');
  await program.launch(VOTES);
  const again = program.screen.getByText('加载失败，点击重试', { exact: true });
  await expect(again).toBeVisible();
  expect(await program.toasts(), 'the page itself says it').toEqual([]);
  await again.click();
  const vote = program.screen.getByText('年会去哪里办？', { exact: true });
  await expect(vote).toBeVisible();
  await silent(page, 'vote/list');
  await pullDown(program);
  await program.told('request:fail timeout');
  await expect(vote, 'what was there stays').toBeVisible();
  await expect.poll(() => program.count('stopPullDownRefresh')).toBe(1);
});

test('nothing there, and nothing yet', async ({ program }) => {
  await program.launch(VOTES);
  await expect(program.screen.getByText('年会去哪里办？', { exact: true })).toBeVisible();
  await program.run(() => getCurrentPages().at(-1)!.setData({ rows: [] }));
  await program.says('暂无投票');
  await program.run(() => getCurrentPages().at(-1)!.setData({ rows: null }));
  await expect(program.screen.getByLabel('加载中')).toBeVisible();
});
