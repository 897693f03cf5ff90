// Static checks of the source: what WeChat's developer tools would reject, and unused code. Without a server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files, loader, read, readJson, resolve, root } from '../lib/source.js';
import { elements, parse } from '../lib/wxml.js';

const app = readJson('app.json');
const ofKind = (kind) => files.filter((file) => file.endsWith(`.${kind}`));
const trees = new Map(ofKind('wxml').map((file) => [file, parse(read(file), file)]));
const all = [...trees.values()].flatMap((tree) => [...elements(tree)]);

const COMPONENTS = 'block button form image input page swiper swiper-item switch text view'.split(' ');
const LIFECYCLE = 'onLoad onShow onReady onHide onUnload onReachBottom onPullDownRefresh'.split(' ');

/** A style sheet without its comments. */
const styles = (file) => read(file).replace(/\/\*.*?\*\//gs, '');

/** What a page's script gives to Page(). */
function pageOf(path) {
  let options;
  loader({ wx: {}, Page: (given) => (options = given) })(`${path}.js`);
  return options;
}

test('every page has its four files, and every file of a page is listed', () => {
  const wanted = app.pages.flatMap((page) => ['js', 'json', 'wxml', 'wxss'].map((kind) => `${page}.${kind}`));
  assert.deepEqual(files.filter((file) => file.startsWith('pages/')).sort(), wanted.sort());
});

test('every JSON file is one', () => {
  for (const file of ofKind('json')) assert.equal(typeof readJson(file), 'object', file);
});

test('the tab bar: pages that are listed, small icons', () => {
  for (const { pagePath, iconPath, selectedIconPath } of app.tabBar.list) {
    assert.ok(app.pages.includes(pagePath), pagePath);
    for (const icon of [iconPath, selectedIconPath]) {
      assert.match(icon, /\.png$/, 'WeChat takes no SVG there');
      assert.ok(statSync(join(root, icon)).size < 40 * 1024, icon);
    }
  }
});

test('only components that there are', () => {
  for (const { name } of all) assert.ok(COMPONENTS.includes(name), name);
});

test('every handler that a page names is in its script, and no script has more', () => {
  for (const page of app.pages) {
    const options = pageOf(page);
    const named = new Set();
    for (const { attributes } of elements(trees.get(`${page}.wxml`))) {
      for (const [key, value] of Object.entries(attributes)) if (/^(bind|catch)/.test(key)) named.add(value);
    }
    for (const name of named) assert.equal(typeof options[name], 'function', `${page}: ${name}`);
    for (const [name, value] of Object.entries(options)) {
      const used = named.has(name) || LIFECYCLE.includes(name) || [`${page}.js`, 'utils/listing.js'].some((file) => read(file).includes(`this.${name}(`));
      assert.ok(typeof value !== 'function' || used, `${page}: nothing calls ${name}`);
    }
  }
});

test('an open-type has the event that belongs to it', () => {
  for (const { attributes } of all) {
    const type = attributes['open-type'];
    if (type) assert.ok(attributes[`bind${type.toLowerCase()}`], type);
  }
});

test('every picture is there, and none is left over', () => {
  const texts = [...ofKind('wxml'), ...ofKind('js'), 'app.json'].map(read).join('\n');
  for (const [path] of texts.matchAll(/(?<=\/?)images\/[\w-]+\.\w+/g)) assert.ok(files.includes(path), path);
  const icons = pageOf('pages/ucenter/index/index').data.groups.flat().map(({ icon }) => `images/${icon}.svg`);
  for (const icon of icons) assert.ok(files.includes(icon), icon);
  for (const file of files.filter((file) => file.startsWith('images/'))) {
    assert.ok(texts.includes(file) || icons.includes(file), `nothing shows ${file}`);
  }
});

test('every require and every @import finds a file', () => {
  for (const file of ofKind('js')) {
    for (const [, name] of read(file).matchAll(/require\('([^']+)'\)/g)) assert.ok(files.includes(resolve(file, name)), `${file}: ${name}`);
  }
  for (const file of ofKind('wxss')) {
    for (const [, name] of read(file).matchAll(/@import "([^"]+)"/g)) assert.ok(files.includes(join(dirname(file), name)), `${file}: ${name}`);
  }
});

test('every class has a style, and every style a class', () => {
  // `badge--{{item.state}}`: the states of the API; `pressed` and `button-hover` come and go with the finger
  const used = all.flatMap(({ attributes: { class: names = '', 'hover-class': pressed = '' } }) => [...names.split(' '), pressed]);
  const classes = new Set(used.flatMap((name) => (name.includes('{{') ? [0, 1, 2].map((state) => name.replace(/\{\{.*?\}\}/, state)) : name)));
  classes.delete('');
  const styled = new Set(ofKind('wxss').flatMap((file) => [...styles(file).matchAll(/\.([a-z][\w-]*)(?=[^{};]*\{)/g)].map(([, name]) => name)));
  styled.delete('button-hover');
  assert.deepEqual([...classes].filter((name) => !styled.has(name)), []);
  assert.deepEqual([...styled].filter((name) => !classes.has(name)), []);
});

test('WXSS: flat, balanced, nothing that WeChat refuses', () => {
  for (const file of ofKind('wxss')) {
    const text = styles(file).replace(/@keyframes \w+ \{[^{}]*\{[^{}]*\}\s*\}/g, '');
    assert.equal(text.replace(/[^{}]/g, '').replace(/\{\}/g, ''), '', `${file}: braces`);
    assert.doesNotMatch(text, /url\(|(^|[\s,])\*[\s,{]/m, file);
  }
});

test('nothing is exported that nobody uses', () => {
  const scripts = ofKind('js');
  for (const file of ['utils/util.js', 'utils/user.js', 'config/api.js']) {
    const others = scripts.filter((other) => other !== file).map(read).join('\n');
    for (const name of Object.keys(loader({ wx: {} })(file))) assert.match(others, new RegExp(`\\b${name}\\b`), `${file}: ${name}`);
  }
});

test('no secret, no log, and files that one can read', () => {
  for (const file of files.filter((file) => /\.(js|wxml|wxss|json)$/.test(file))) {
    const text = read(file);
    assert.doesNotMatch(text, /[0-9a-f]{32}|appsecret|console\.\w+\(/i, file);
    assert.ok(text.split('\n').length <= 150, file);
  }
});
