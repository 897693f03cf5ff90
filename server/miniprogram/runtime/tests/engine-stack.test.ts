// The rules of the page stack.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, heightAfterBack, MOST_PAGES, plan, refusal } from '../frame/stack';

const tabs = ['home', 'cart'];
const facts = { pages: new Set(['home', 'cart', 'goods', 'login']), isTab: (path: string) => tabs.includes(path) };
const entries = (...paths: string[]): Entry[] => paths.map((path) => ({ path }));
const paths = (pages: Entry[]): string[] => pages.map((page) => page.path);

test('what WeChat refuses, in its words', () => {
  assert.equal(refusal('navigateTo', 'nowhere', 1, facts), 'fail page "nowhere" is not found');
  assert.equal(refusal('navigateTo', 'cart', 1, facts), 'fail can not navigateTo a tabbar page');
  assert.equal(refusal('redirectTo', 'cart', 1, facts), 'fail can not redirectTo a tabbar page');
  assert.equal(refusal('switchTab', 'goods', 1, facts), 'fail can not switch to no-tabBar page');
  assert.equal(refusal('navigateTo', 'goods', MOST_PAGES, facts), 'fail webview count limit exceed');
  assert.equal(refusal('navigateTo', 'goods', MOST_PAGES - 1, facts), undefined);
  assert.equal(refusal('redirectTo', 'goods', MOST_PAGES, facts), undefined);
  assert.equal(refusal('reLaunch', 'cart', 1, facts), undefined);
});

test('navigateTo hides the page and keeps all', () => {
  const stack = entries('home', 'goods');
  assert.deepEqual(plan('navigateTo', 'login', stack, [], facts.isTab), { below: stack, drop: [], hide: stack[1], reuse: undefined });
});

test('redirectTo ends the page on the screen alone, a tab page too', () => {
  const stack = entries('home', 'goods');
  const { below, drop, hide } = plan('redirectTo', 'login', stack, [], facts.isTab);
  assert.deepEqual([paths(below), paths(drop), hide], [['home'], ['goods'], undefined]);
});

test('switchTab ends all but tab pages, from the top, and takes up a tab page that lives', () => {
  const [home, goods, login] = entries('home', 'goods', 'login') as [Entry, Entry, Entry];
  const [cart] = entries('cart') as [Entry];
  const { below, drop, hide, reuse } = plan('switchTab', 'cart', [home, goods, login], [home, cart], facts.isTab);
  assert.deepEqual([below, paths(drop), hide, reuse], [[], ['login', 'goods'], undefined, cart]);
  assert.equal(plan('switchTab', 'cart', [home], [home], facts.isTab).hide, home);
  const back = plan('switchTab', 'home', [home, goods], [home], facts.isTab);
  assert.deepEqual([paths(back.drop), back.hide, back.reuse], [['goods'], undefined, home]);
});

test('reLaunch ends everything, tab pages off the stack too', () => {
  const [home, goods, cart] = entries('home', 'goods', 'cart') as [Entry, Entry, Entry];
  const { below, drop, hide } = plan('reLaunch', 'login', [home, goods], [home, cart], facts.isTab);
  assert.deepEqual([below, paths(drop), hide], [[], ['goods', 'home', 'cart'], undefined]);
});

test('navigateBack leaves one page at least', () => {
  assert.equal(heightAfterBack(1, 1), undefined);
  assert.equal(heightAfterBack(3, 1), 2);
  assert.equal(heightAfterBack(3, 9), 1);
  assert.equal(heightAfterBack(3, Number.NaN), 2);
  assert.equal(heightAfterBack(3, 0), 2);
});
