// Paths and addresses of pages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePath, folder, join, pageUrl, parseQuery } from '../frame/url';

test('a path is seen from a folder, and stays in the project', () => {
  assert.equal(join('pages/a', '../b/b'), 'pages/b/b');
  assert.equal(join('pages/a', '/images/x.png'), 'images/x.png');
  assert.equal(join('pages/a', './x'), 'pages/a/x');
  assert.equal(join('pages', '../../../../etc/passwd'), 'etc/passwd');
  assert.equal(folder('app'), '');
  assert.equal(folder('pages/a/a'), 'pages/a');
});

test('the address of a page is resolved against the page on the screen', () => {
  assert.deepEqual(pageUrl('../b/b?x=1&y=2', 'pages/a/a'), { path: 'pages/b/b', query: 'x=1&y=2' });
  assert.deepEqual(pageUrl('/pages/b/b.html?u=/a?b=c', 'pages/a/a'), { path: 'pages/b/b', query: 'u=/a?b=c' });
  assert.deepEqual(pageUrl('pages/b/b#top'), { path: 'pages/b/b', query: '' });
});

test('the values of a query stay encoded', () => {
  assert.deepEqual(parseQuery('a=1&b=%E4%B8%AD&c&d=x=y&&a=2'), { a: '2', b: '%E4%B8%AD', c: '', d: 'x=y' });
  assert.deepEqual(parseQuery('%E4%B8%AD=1&%zz=2'), { 中: '1', '%zz': '2' });
  assert.deepEqual(parseQuery(''), {});
});

test('a path becomes part of an address', () => {
  assert.equal(encodePath('images/头像 1.png'), 'images/%E5%A4%B4%E5%83%8F%201.png');
});
