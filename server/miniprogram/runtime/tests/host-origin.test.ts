// Where a call over the net goes: a table of addresses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveTarget } from '../host/origin';

const PAGE = 'http://127.0.0.1:8080';
const OWN = `${PAGE}/oapro/wx/auth/loginByWeixin?a=1`;

test('the API of our own server is called at the own origin, under every name of this machine', () => {
  for (const host of [
    '127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '[::1]', '0.0.0.0', '127.0.0.2', '127.1', '2130706433', '0x7f000001', 'a.localhost',
    '[::ffff:127.0.0.1]', '[0:0:0:0:0:0:0:1]', '[::]',
  ]) {
    assert.deepEqual(resolveTarget(`http://${host}:8080/oapro/wx/auth/loginByWeixin?a=1#x`, PAGE), { way: 'own', url: OWN }, host);
  }
});

test('nothing else of our own server is called', () => {
  for (const path of [
    '/', '/oapro', '/demo/events', '/wechat-double/_double/control/deny', '/miniprogram/x/proxy', '/oapro/../demo/events', '/oapro/./../demo',
    '/oapro/%2e%2e/demo/events', '/oapro/%2E./demo', '\\demo', '/OAPRO/x', '//oapro/x', '/x/oapro/',
  ]) {
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.9.9.9', 'localhost.']) {
      assert.deepEqual(resolveTarget(`http://${host}:8080${path}`, PAGE), { way: 'refused', reason: 'url not in domain list' }, host + path);
    }
  }
});

test('a slash that is encoded leads nowhere else', () => {
  // the server compares the path as it was sent
  assert.deepEqual(resolveTarget(`${PAGE}/oapro/..%2fdemo`, PAGE), { way: 'own', url: `${PAGE}/oapro/..%2fdemo` });
});

test('other hosts and other ports are the proxy\'s', () => {
  for (const url of ['https://api.example.com/x?y=1', 'http://localhost:9000/oapro/x', 'http://127.0.0.1/', 'http://10.0.0.1:8080/oapro/', 'http://[::2]:8080/']) {
    assert.deepEqual(resolveTarget(url, PAGE), { way: 'proxy', url });
  }
  assert.deepEqual(resolveTarget('https://例子.测试/路#x', PAGE), { way: 'proxy', url: 'https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF' });
  assert.equal(resolveTarget('http://localhost.example.com:8080/oapro/', PAGE).way, 'proxy');
});

test('the same port by another scheme is not ours, and is not asked either', () => {
  assert.equal(resolveTarget('https://localhost:8080/oapro/x', PAGE).way, 'refused');
});

test('a default port is a port', () => {
  assert.deepEqual(resolveTarget('http://localhost:80/oapro/x', 'http://127.0.0.1'), { way: 'own', url: 'http://127.0.0.1/oapro/x' });
  assert.deepEqual(resolveTarget('https://localhost/oapro/x', 'https://demo.test'), { way: 'own', url: 'https://demo.test/oapro/x' });
  assert.deepEqual(resolveTarget('https://demo.test/demo/x', 'https://demo.test'), { way: 'refused', reason: 'url not in domain list' });
});

test('what is no http address is refused as WeChat does', () => {
  for (const url of ['', '/oapro/x', 'oapro', 'ftp://a/', 'file:///etc/passwd', 'javascript:1', 'data:,x', 'blob:http://127.0.0.1:8080/x', 'http://', 'ws://a/', 'http://u:p@localhost:8080/oapro/']) {
    const target = resolveTarget(url, PAGE);
    assert.deepEqual(target, { way: 'refused', reason: `invalid url "${url}"` });
  }
});
