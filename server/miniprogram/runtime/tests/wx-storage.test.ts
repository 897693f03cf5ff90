// Storage and the file system in memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended, phone } from './wx-engine';

test('a value comes back with its type', async () => {
  const { wx, engine } = phone();
  const date = new Date(0);
  const values: unknown[] = ['text', '', 1, 0, true, false, null, undefined, date, [1, { a: 'b' }], { a: { b: [] } }, '{"a":1}'];
  for (const value of values) {
    wx.setStorageSync('k', value);
    assert.deepEqual(wx.getStorageSync('k'), value);
    assert.deepEqual((await wx.getStorage({ key: 'k' })).data, value);
  }
  wx.setStorageSync('k', () => 1);
  assert.equal(wx.getStorageSync('k'), '');
  wx.setStorageSync('k', { a: 1 });
  assert.equal(engine.storage.get('k'), '{"a":1}');
  const kept = wx.getStorageSync('k');
  kept.a = 2;
  assert.deepEqual(wx.getStorageSync('k'), { a: 1 });
});

test('what is not there', async () => {
  const { wx } = phone();
  assert.equal(wx.getStorageSync('none'), '');
  await assert.rejects(wx.getStorage({ key: 'none' }), { errMsg: 'getStorage:fail data not found' });
  assert.deepEqual(await wx.removeStorage({ key: 'none' }), { errMsg: 'removeStorage:ok' });
});

test("the limits are WeChat's", async () => {
  const { wx } = phone();
  const large = 'x'.repeat(1024 * 1024 - 10);
  assert.throws(() => wx.setStorageSync('oa-mini:world', 1), { message: 'setStorageSync:fail permission denied' });
  assert.throws(() => wx.setStorageSync('k', `${large}${'x'.repeat(20)}`), { message: 'setStorageSync:fail entry size limit reached' });
  for (let key = 0; key < 10; key++) wx.setStorageSync(`${key}`, large);
  assert.equal((await ended(wx.setStorage, { key: 'more', data: large })).fail?.['errMsg'], 'setStorage:fail exceed storage max size 10Mb');
  wx.setStorageSync('9', 'small again');
  await wx.setStorage({ key: 'more', data: large });
  const { keys, currentSize, limitSize } = wx.getStorageInfoSync();
  assert.deepEqual([keys.length, limitSize], [11, 10240]);
  assert.ok(currentSize > 10_000 && currentSize <= 10_240, `${currentSize}`);
  wx.clearStorageSync();
  assert.deepEqual(wx.getStorageInfoSync().keys, []);
});

test('many at once', async () => {
  const { wx } = phone();
  wx.batchSetStorageSync([
    { key: 'a', value: 1 },
    { key: 'b', value: [2] },
  ]);
  assert.deepEqual(wx.batchGetStorageSync(['a', 'b', 'c']), [1, [2], '']);
  await wx.batchSetStorage({ kvList: [{ key: 'a', value: 3 }] });
  assert.deepEqual((await wx.batchGetStorage({ keyList: ['a'] })).dataList, [3]);
});

test('files are written, read, listed and removed', async () => {
  const { wx } = phone();
  const fs = wx.getFileSystemManager();
  const root = wx.env.USER_DATA_PATH;
  fs.mkdirSync(`${root}/a/b`, true);
  fs.writeFileSync(`${root}/a/b/中.txt`, '文字');
  assert.equal(fs.readFileSync(`${root}/a/b/中.txt`, 'utf8'), '文字');
  assert.equal(fs.readFileSync(`${root}/a/b/中.txt`).byteLength, 6);
  fs.appendFileSync(`${root}/a/b/中.txt`, '!');
  assert.deepEqual(await fs.readFile({ filePath: `${root}/a/b/中.txt`, encoding: 'utf8' }), { data: '文字!', errMsg: 'readFile:ok' });
  fs.writeFileSync(`${root}/x`, 'aGk=', 'base64');
  assert.equal(fs.readFileSync(`${root}/x`, 'hex'), '6869');
  assert.deepEqual(fs.readdirSync(root).sort(), ['a', 'x']);
  assert.equal(fs.statSync(`${root}/a`).isDirectory(), true);
  assert.deepEqual(
    (await fs.stat({ path: `${root}/a`, recursive: true })).stats.map(({ path }: { path: string }) => path),
    ['/', '/b', '/b/中.txt'],
  );
  fs.copyFileSync(`${root}/x`, `${root}/y`);
  fs.renameSync(`${root}/a`, `${root}/c`);
  assert.equal(fs.readFileSync(`${root}/c/b/中.txt`, 'utf8'), '文字!');
  assert.throws(() => fs.accessSync(`${root}/a`), {
    message: `accessSync:fail no such file or directory, access "${root}/a"`,
    errno: 1300002,
  });
  assert.throws(() => fs.rmdirSync(`${root}/c`), { errno: 1300066 });
  fs.rmdirSync(`${root}/c`, true);
  fs.unlinkSync(`${root}/x`);
  assert.deepEqual(fs.readdirSync(root), ['y']);
});

test("nothing is written beside the user's folder, and not more than 10 MB", async () => {
  const { wx, engine } = phone();
  const fs = wx.getFileSystemManager();
  const root = wx.env.USER_DATA_PATH;
  for (const path of ['wxfile://other', `${root}/../other`, '/app.js', root])
    assert.throws(() => fs.writeFileSync(path, 'x'), { errno: 1300013 }, path);
  assert.throws(() => fs.writeFileSync(`${root}/no/x`, 'x'), { errno: 1300002 });
  assert.throws(() => fs.mkdirSync(`${root}/no/x`), { errno: 1300002 });
  const five = new ArrayBuffer(5 * 1024 * 1024);
  fs.writeFileSync(`${root}/1`, five);
  fs.writeFileSync(`${root}/2`, five);
  fs.writeFileSync(`${root}/2`, five);
  const { fail } = await ended(fs.writeFile, { filePath: `${root}/3`, data: 'x' });
  assert.deepEqual(fail, { errMsg: 'writeFile:fail the maximum size of the file storage limit is exceeded', errno: 1300202 });
  fs.unlinkSync(`${root}/1`);
  const temporary = engine.files.add(new ArrayBuffer(3), '', 'a.bin');
  const saved = fs.saveFileSync(temporary);
  assert.match(saved, /^wxfile:\/\/store_\d+\.bin$/);
  assert.equal(fs.readFileSync(saved).byteLength, 3);
  assert.deepEqual(
    (await fs.getSavedFileList()).fileList.map(({ size }: { size: number }) => size),
    [3],
  );
  assert.throws(() => fs.readFileSync(temporary), { errno: 1300002 });
  await fs.removeSavedFile({ filePath: saved });
  assert.throws(() => fs.openSync({ filePath: saved }), { message: 'openSync:fail 模拟器不支持 not simulated' });
});

test('bytes as base64', () => {
  const { wx } = phone();
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256).buffer;
  assert.equal(wx.arrayBufferToBase64(bytes), Buffer.from(bytes).toString('base64'));
  assert.deepEqual(wx.base64ToArrayBuffer(Buffer.from(bytes).toString('base64')), bytes);
});
