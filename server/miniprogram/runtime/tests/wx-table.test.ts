// Every name of the table is there, and does what its state says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  answers,
  events,
  eventsWithoutOff,
  harmless,
  harmlessSynchronous,
  names,
  refused,
  refusedObjects,
  refusedSynchronous,
  works,
} from '../frame/wx/table';
import { type Loose, ended, phone } from './wx-engine';

const refusal = '模拟器不支持 not simulated';
const listeners = [
  ...events.split(' ').flatMap((event) => [`on${event}`, `off${event}`]),
  ...eventsWithoutOff.split(' ').map((event) => `on${event}`),
];
const all = [...[works, harmless, harmlessSynchronous, refused, refusedObjects, refusedSynchronous].flatMap(names), ...listeners];

test('each name is there once, and none beside them', () => {
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(Object.keys(phone().wx).sort(), [...all].sort());
  for (const [name, value] of Object.entries(phone().wx)) assert.notEqual(value, undefined, name);
});

test('the names are those of the typings', () => {
  // tsc holds both to each other; this says that the file was the one expected
  const text = readFileSync(`${process.cwd()}/node_modules/miniprogram-api-typings/types/wx/lib.wx.api.d.ts`, 'utf8');
  for (const name of all) assert.match(text, new RegExp(`^        ${name}\\b`, 'm'));
});

test('harmless calls answer', async () => {
  const { wx } = phone();
  for (const name of names(harmless)) {
    const { success, fail } = await ended(wx[name]);
    assert.equal(fail, undefined, name);
    assert.deepEqual(success, { ...(answers as Loose)[name], errMsg: `${name}:ok` });
  }
  for (const name of listeners)
    assert.equal(
      wx[name](() => assert.fail()),
      undefined,
    );
  assert.equal(wx.getPerformance().getEntries().length, 0);
  assert.equal(wx.worklet.shared(3).value, 3);
});

test("refused calls fail in WeChat's way", async () => {
  const { wx, reported } = phone();
  for (const name of names(refused)) {
    assert.deepEqual((await ended(wx[name])).fail, { errMsg: `${name}:fail ${refusal}` });
    await assert.rejects(wx[name](), { errMsg: `${name}:fail ${refusal}` });
  }
  assert.equal(reported.filter(([, text]) => String(text).includes('wx.scanCode ')).length, 1);
  for (const name of names(refusedSynchronous)) assert.throws(() => wx[name](), { message: `${name}:fail ${refusal}` });
});

test('objects are made, and their methods fail', async () => {
  const { wx } = phone();
  const recorder = wx.getRecorderManager();
  const heard: Loose[] = [];
  recorder.onError((failure: Loose) => heard.push(failure));
  recorder.onStop(() => assert.fail());
  await recorder.start({ duration: 1 }).catch(() => undefined);
  assert.deepEqual(heard, [{ errMsg: `getRecorderManager.start:fail ${refusal}` }]);
  const camera = wx.createCameraContext();
  assert.deepEqual((await ended(camera.takePhoto)).fail, { errMsg: `createCameraContext.takePhoto:fail ${refusal}` });
  assert.equal(typeof (await wx.createWorker('workers/index.js')).postMessage, 'function');
  wx.cloud.init({ env: 'x' });
  await assert.rejects(wx.cloud.callFunction({ name: 'f' }), { errMsg: `cloud.callFunction:fail ${refusal}` });
  const socket = wx.connectSocket({ url: 'wss://a.test' });
  const { errMsg } = await new Promise<Loose>((resolve) => socket.onError(resolve));
  assert.equal(errMsg, `connectSocket:fail ${refusal}`);
});

test('canIUse follows the table', () => {
  const { wx } = phone();
  for (const schema of [
    'login',
    'request.object.method',
    'getSystemInfoSync.return.screenWidth',
    'onThemeChange',
    'button.open-type.getPhoneNumber',
    'input.type.nickname',
    'scroll-view',
    'getNetworkType',
  ])
    assert.equal(wx.canIUse(schema), true, schema);
  for (const schema of ['scanCode', 'createCameraContext', 'live-player', 'button.open-type.liveActivity', 'nothing', 'cloud', ''])
    assert.equal(wx.canIUse(schema), false, schema);
});
