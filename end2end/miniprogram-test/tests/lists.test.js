// pages/meeting/list/list and pages/vote/list/list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '../lib/double.js';
import { phone } from '../lib/phone.js';

const MEETINGS = 'pages/meeting/list/list';
const VOTES = 'pages/vote/list/list';

/** The numbers of the pages that were asked for. */
const asked = (it, path) => it.calls.filter(({ options }) => options.url?.endsWith(path)).map(({ options }) => options.data.page);

test('the meetings, with pictures', async () => {
  const it = await phone({}, MEETINGS);
  const { data } = await api('meeting/list?limit=100', '');
  assert.deepEqual(it.data.rows.map((row) => row.id), data.list.map((row) => row.id));
  assert.equal(it.data.images.length, 3);
  const [first] = data.list;
  assert.ok(it.find(first.title));
  assert.ok(it.find(`${first.time.slice(5, 10)} ${first.time.slice(11, 16)}`));
  assert.match(it.text, /进行中 \d+ 人参加/);
});

test('the votes, without', async () => {
  const it = await phone({}, VOTES);
  assert.ok(it.find('年会去哪里办？'));
  assert.match(it.text, /\d+ 人已投票 截止 \d\d-\d\d \d\d:\d\d/);
});

test('the end of the list brings the next page, until there is none', async () => {
  const it = await phone({ limit: 3 }, MEETINGS);
  assert.equal(it.data.rows.length, 3);
  it.page.onReachBottom();
  await it.gesture('onReachBottom');
  assert.equal(it.data.rows.length, 6, 'twice at once is once');
  await it.gesture('onReachBottom');
  await it.gesture('onReachBottom');
  assert.equal(it.data.rows.length, 8);
  assert.deepEqual(asked(it, 'meeting/list'), [1, 2, 3]);
  assert.equal(new Set(it.data.rows.map((row) => row.id)).size, 8);
});

test('what is there is not loaded again', async () => {
  const it = await phone({}, MEETINGS);
  await it.gesture('onShow');
  assert.deepEqual([asked(it, 'meeting/list'), it.count('swiperImgs')], [[1], 1]);
});

test('without pictures there is a list all the same, and the next time there are', async () => {
  const it = await phone({ failures: new Map([['request', ['timeout']]]) }, MEETINGS);
  assert.deepEqual([it.data.images.length, it.data.rows.length, it.toasts.length], [0, 8, 0]);
  await it.gesture('onShow');
  assert.equal(it.data.images.length, 3);
});

test('pulling down begins anew', async () => {
  const it = await phone({ limit: 3 }, MEETINGS);
  await it.gesture('onReachBottom');
  await it.gesture('onPullDownRefresh');
  assert.equal(it.data.rows.length, 3);
  assert.equal(it.count('stopPullDownRefresh'), 1);
  await it.gesture('onReachBottom');
  assert.deepEqual(asked(it, 'meeting/list'), [1, 2, 1, 2]);
});

test('a page that does not come can be asked for again', async () => {
  const it = await phone({ failures: new Map([['request', ['timeout']]]) }, VOTES);
  assert.deepEqual(it.toasts, [], 'the page itself says it');
  await it.tap('加载失败，点击重试');
  assert.ok(it.find('年会去哪里办？'));
  it.failNext('request', 'timeout');
  await it.gesture('onPullDownRefresh');
  assert.equal(it.toast, 'request:fail timeout');
  assert.ok(it.find('年会去哪里办？'), 'what was there stays');
  assert.equal(it.count('stopPullDownRefresh'), 1);
});

test('nothing there, and nothing yet', async () => {
  const it = await phone({}, VOTES);
  it.page.setData({ rows: [] });
  assert.equal(it.text, '暂无投票');
  it.page.setData({ rows: null });
  assert.ok(it.find('加载中'));
});
