// The page README.md, followed from above to below, with a phone in hand. The story is one test, because its parts are not to be had alone.
import { writeFileSync } from 'node:fs';
import { test as base, expect, LOGIN, UCENTER, USER } from '../../lib/miniprogram';
import { calls } from '../lib/calls';
import { account, bash, call, double, login, sql, watch, wxUser } from '../lib/machine';
import { follow, nginxConf, table, writeFigures } from '../lib/readme';
import { wechat } from '../playwright.config';

/** Users that the old backend has besides those who log in here. */
const ROWS = Number(process.env.SPRING_ROWS ?? 3000);
/** How much slower than README's figures a run may be: another machine, and one that does other things. */
const SLOWER = 4;
const NUMBER = '12066600001';
const NOTICED = 'What users and clients notice';
const FIGURES = 'How long it takes';

const test = base.extend({
  world: async ({}, use) => use('default'),
  // the phone's WeChat, its pictures too, is the double that the backends know
  page: async ({ page }, use) => {
    await page.route(/^[^?]*\/(wechat-double|mmopen)\//, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const headers = { 'content-type': 'application/json' };
      await route.fulfill({ response: await route.fetch({ url: wechat + pathname.replace('/wechat-double', '') + search, headers }) });
    });
    await use(page);
  },
});

/** Three of them are not as they should be. */
const seed = `
  INSERT INTO wx_user (username, weixin_openid, nickname, avatar, gender, mobile, user_level, status, share_user_id,
    last_login_time, last_login_ip, add_time)
  SELECT CONCAT('u', seq), CONCAT('oOld', LPAD(seq, 24, '0')), CONCAT('用户😀', seq),
    CONCAT('https://thirdwx.qlogo.cn/mmopen/vi_32/', seq, '/132'), seq % 3, CONCAT('1207', LPAD(seq, 7, '0')), seq % 3,
    IF(seq % 50 = 0, 1 + seq DIV 50 % 2, 0), IF(seq % 10 = 0, 1, NULL), '2024-01-01' + INTERVAL seq MINUTE,
    CONCAT('203.0.113.', seq % 250), '2019-06-01' + INTERVAL seq HOUR
  FROM seq_1_to_${ROWS};
  UPDATE wx_user SET status = 7 WHERE username = 'u11';
  UPDATE wx_user SET deleted = 1 WHERE username = 'u12';
  UPDATE wx_user SET avatar = 'https://cdn.example.com/13.png' WHERE username = 'u13'`;

const idOf = async (username: string) => Number((await sql(`SELECT id FROM wx_user WHERE username = '${username}'`))[0].id);

/** Two digits: the third is chance. */
function perMinute(rows: number, seconds: number): string {
  const rounded = Number(((rows / seconds) * 60).toPrecision(2));
  return `${rounded.toLocaleString('en').replaceAll(',', ' ')} rows a minute`;
}

/** A cell of wx_user as `user show` tells it. */
function shown(column: string, cell: string): unknown {
  if (column === 'status') return ['active', 'disabled', 'closed'][Number(cell)];
  if (column.endsWith('_time')) return `${cell.replace(' ', 'T')}+08:00`;
  if (['mobile', 'share_user_id'].includes(column) && ['', 'NULL'].includes(cell)) return null;
  return ['id', 'gender', 'user_level', 'share_user_id'].includes(column) ? Number(cell) : cell;
}

/** Every column of README's table, for the users with these ids; but what `lost` names is no more. */
async function expectKept(ids: number[], lost: Record<string, unknown> = {}) {
  for (const id of ids) {
    const [row, kept] = [await wxUser(id), await account(id)];
    for (const [column, field] of table('What moves')) {
      expect(kept[field], `${field} of ${id}`).toEqual(field in lost ? lost[field] : shown(column, row[column]));
    }
  }
}

/** Every call of README's table, with the backend that responds now. */
async function expectErrnos(column: 1 | 2) {
  for (const [name, ...errnos] of table(NOTICED)) {
    if (name in calls) expect((await calls[name]()).errno, name).toBe(Number(errnos[column - 1]));
  }
}

test('a Spring backend and its users move to oa-mini', async ({ program }) => {
  expect(table(NOTICED).map(([name]) => name)).toEqual([...Object.keys(calls), 'user/index after the move, with a token from before']);
  const responds = (errno: number) => expect.poll(async () => (await call('user/index')).errno, { timeout: 120_000 }).toBe(errno);

  writeFileSync(`${process.env.MACHINE}/nginx/conf.d/backend.conf`, nginxConf());
  expect(await bash('systemctl start spring-backend; nginx')).toMatchObject({ code: 0 });
  await responds(501);

  // in the phone: a login, a number
  await program.toUser();
  await program.tapPhoneNumber();
  await program.told('绑定手机号码成功');
  const before = await program.stored('userInfo');
  const oldToken = await program.stored('token');
  expect(await wxUser(before.userId)).toMatchObject({ id: String(before.userId), nickname: '林晓', mobile: NUMBER, status: '0' });
  await sql(seed);
  const [first, last] = [await idOf('u1'), await idOf(`u${ROWS}`)];
  await expectErrnos(1);

  // 1. and 2.
  const started = await follow('1\\.');
  expect(started.code, started.text).toBe(0);
  const refused = await follow('2\\.');
  expect(refused.text).toContain('status is not 0, 1 or 2');
  expect(refused.code).toBe(1);
  expect((await follow('2\\.', 1)).code).toBe(0);
  const dry = await follow('2\\.');
  expect(dry.code, dry.text).toBe(3);
  for (const why of ['it is deleted there', 'not an https address of WeChat', 'mobile: bound to another account']) {
    expect(dry.text).toContain(why);
  }
  expect(dry.text, 'no password').not.toContain('PASSWORD');

  // 3., and somebody registers meanwhile
  const begun = performance.now();
  const imported = await follow('3\\.');
  const importS = (performance.now() - begun) / 1000;
  expect(imported.code, imported.text).toBe(3);
  const [, read, taken] = imported.text.match(/^(\d+) rows read .*: (\d+) new,/m)!.map(Number);
  expect(read - taken, 'the deleted one').toBe(1);
  const zhou = (await login('zhou')).data.userInfo;
  expect(zhou.userId, 'above every other').toBeGreaterThan(last);
  expect((await call('user/index', oldToken)).errno, 'the old backend works on').toBe(0);

  // 4.
  const watching = watch();
  const stopped = performance.now();
  const moved = await follow('4\\.');
  const moveS = (performance.now() - stopped) / 1000;
  expect(moved.text).toContain(`: 1 new, ${taken} here already, 1 skipped`);
  await expect.poll(async () => (await call('home/index')).errno, 'only oa-mini has that call').toBe(0);
  await responds(501);
  const downS = (await watching.stop()) / 1000;
  expect(downS).toBeGreaterThan(0);

  // what moved
  const sample = [first, ...Array.from({ length: 30 }, (_, nth) => first + Math.floor((nth * ROWS) / 30)), last];
  const without = await Promise.all(['u12', 'u13'].map(idOf));
  await expectKept(sample.filter((id) => !without.includes(id)));
  await expectKept([without[1]], { avatar: '' });
  await expectKept([before.userId, zhou.userId], { avatar: '' });
  expect((await bash(`oa-mini user show ${without[0]}`)).code, 'the deleted one').not.toBe(0);

  // in the phone: it is told to log in, and is who it was
  expect((await call('user/index', oldToken)).errno).toBe(Number(table(NOTICED).at(-1)![2]));
  await program.back();
  await program.at(LOGIN);
  await program.forgotten();
  await program.tapLogin();
  await program.at(UCENTER);
  const { avatarUrl, ...after } = await program.stored('userInfo');
  const { avatarUrl: _, ...same } = before;
  expect(after).toMatchObject({ ...same, phone: NUMBER });
  await program.tapSettings();
  await program.at(USER);
  await program.says(`头像 名字 林晓 手机号码 ${NUMBER} ID号 1000${before.userId} 退 出`);
  expect((await login('zhou')).data.userInfo).toMatchObject({ userId: zhou.userId, nickName: '周一帆' });
  await double('control/users', { user: 'mo', nickName: '墨', phone: '12066600099' });
  expect((await login('mo')).data.userInfo.userId, 'a new one').toBeGreaterThan(zhou.userId);
  await expectErrnos(2);

  // once more: nothing is to be done, and that is how long step 4 is for a larger table
  const [once, again] = [performance.now(), await follow('3\\.')];
  const againS = (performance.now() - once) / 1000;
  expect(again.text).toContain(`: 0 new, ${taken + 1} here already, 1 skipped`);

  // the same users in a table of another shape
  await sql(`CREATE TABLE member AS SELECT id AS uid, weixin_openid AS openid, nickname AS name, mobile AS phone,
    status = 1 AS banned, add_time AS created FROM wx_user WHERE deleted = 0`);
  const viewed = await follow('A table of another');
  expect(viewed.text).toContain(`: 0 new, ${taken + 1} here already, 0 skipped`);

  // 5., and back
  expect((await follow('5\\.')).code).toBe(0);
  expect(await follow('The way back')).toMatchObject({ code: 0 });
  await expect.poll(async () => (await call('home/index').catch(() => ({ errno: 0 }))).errno).not.toBe(0);
  expect((await login('lin')).data.userInfo).toMatchObject({ userId: before.userId, phone: NUMBER });

  const figures: [string, string, number][] = [
    ['rows of the table', String(read), read],
    ['the first import, beside the old backend, on SQLite', `${importS.toFixed(1)} s, ${perMinute(taken, importS)}`, importS],
    ['an import that finds everybody here already', `${againS.toFixed(1)} s, ${perMinute(taken, againS)}`, againS],
    ['step 4: stop, second import, nginx', `${moveS.toFixed(1)} s`, moveS],
    ['without service, seen from outside', `${downS.toFixed(1)} s`, downS],
  ];
  for (const [what, figure] of figures) console.log(`${what}: ${figure}`);
  if (process.env.SPRING_WRITE === '1') return writeFigures(figures.map(([what, figure]) => [what, figure]));
  const written = table(FIGURES).map(([what, figure]) => [what, Number.parseFloat(figure)] as const);
  expect(written.map(([what]) => what)).toEqual(figures.map(([what]) => what));
  const larger = Math.max(1, read / written[0][1]);
  for (const [nth, [what, seconds]] of written.entries()) {
    if (nth > 0) expect(figures[nth][2], what).toBeLessThan((seconds * larger + 1) * SLOWER);
  }
});
