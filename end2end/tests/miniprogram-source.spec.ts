// Static checks of our mini-program's source: what WeChat's developer tools would reject, and unused code. What the compiler of
// `--miniprogram` finds by itself (a page, a module or a sheet that is missing, JSON, WXML and WXSS that do not parse) is one test here: it
// finds nothing.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test, expect, type Page } from '@playwright/test';

const root = 'miniprogram';
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const files = (readdirSync(root, { recursive: true }) as string[]).filter((file) => statSync(join(root, file)).isFile());
const ofKind = (kind: string) => files.filter((file) => file.endsWith(`.${kind}`));
const app = JSON.parse(read('app.json'));

/** The attributes of every tag, in their order. */
const tags = (wxml: string) =>
  [...wxml.replace(/<!--.*?-->/gs, '').matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(([, name, attributes]) => ({
    name,
    attributes: Object.fromEntries([...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key, value ?? ''])),
  }));
const all = ofKind('wxml').flatMap((file) => tags(read(file)));

/** A style sheet without its comments. */
const styles = (file: string) => read(file).replace(/\/\*.*?\*\//gs, '');

const COMPONENTS = 'block button form image input swiper swiper-item switch text view'.split(' ');
const LIFECYCLE = 'onLoad onShow onReady onHide onUnload onReachBottom onPullDownRefresh'.split(' ');

/** What the compiler says of the project. */
const project = async (page: Page) => {
  await page.goto('/');
  const [base] = (await page.locator('meta[name=oa-miniprogram]').getAttribute('content'))!.split(' ');
  const script = await (await page.request.get(`${base}/project.js`)).text();
  return JSON.parse(script.slice(script.indexOf('(') + 1, script.lastIndexOf(')')));
};

test('the compiler finds nothing, and every file of a page is listed', async ({ page }) => {
  const { problems, pages } = await project(page);
  expect(problems).toEqual([]);
  expect(pages).toEqual(app.pages);
  const wanted = app.pages.flatMap((path: string) => ['js', 'json', 'wxml', 'wxss'].map((kind) => `${path}.${kind}`));
  expect(files.filter((file) => file.startsWith('pages/')).sort()).toEqual(wanted.sort());
});

test('the tab bar: pages that are listed, small icons', () => {
  for (const { pagePath, iconPath, selectedIconPath } of app.tabBar.list) {
    expect(app.pages).toContain(pagePath);
    for (const icon of [iconPath, selectedIconPath]) {
      expect(icon, 'WeChat takes no SVG there').toMatch(/\.png$/);
      expect(statSync(join(root, icon)).size, icon).toBeLessThan(40 * 1024);
    }
  }
});

test('only components that there are', () => {
  expect(all.length).toBeGreaterThan(80);
  expect([...new Set(all.map(({ name }) => name))].sort()).toEqual(COMPONENTS);
});

test('every handler that a page names is in its script, and no script has more', () => {
  // a method stands on its own line, two blanks from the margin
  const methods = (script: string) => [...script.matchAll(/^ {2}(?:async )?(\w+)\([^)]*\) \{$/gm)].map(([, name]) => name);
  for (const path of app.pages) {
    const scripts = [`${path}.js`, ...(read(`${path}.js`).includes('utils/listing') ? ['utils/listing.js'] : [])].map(read).join('\n');
    const named = tags(read(`${path}.wxml`)).flatMap(({ attributes }) => Object.entries(attributes).filter(([key]) => /^(bind|catch)/.test(key)).map(([, name]) => name));
    const there = methods(scripts);
    expect(there.length, path).toBeGreaterThan(0);
    expect(named.filter((name) => !there.includes(name)), path).toEqual([]);
    expect(there.filter((name) => !named.includes(name) && !LIFECYCLE.includes(name) && !scripts.includes(`this.${name}(`)), `${path}: nothing calls`).toEqual([]);
  }
});

test('an open-type has the event that belongs to it', () => {
  const types = all.filter(({ attributes }) => attributes['open-type']);
  expect(types.length).toBe(3);
  for (const { attributes } of types) expect(attributes).toHaveProperty(`bind${attributes['open-type'].toLowerCase()}`);
});

test('every picture is there, and none is left over', () => {
  const texts = [...ofKind('wxml'), ...ofKind('js'), 'app.json'].map(read).join('\n');
  const icons = [...read('pages/ucenter/index/index.js').matchAll(/icon: '(\w+)'/g)].map(([, icon]) => `images/${icon}.svg`);
  const shown = new Set([...[...texts.matchAll(/(?<=\/?)images\/[\w-]+\.\w+/g)].map(([path]) => path), ...icons]);
  expect([...shown].sort()).toEqual(files.filter((file) => file.startsWith('images/')).sort());
});

test('every class has a style, and every style a class', () => {
  const used = all.flatMap(({ attributes }) => [...(attributes.class ?? '').split(' '), attributes['hover-class'] ?? '']);
  // `badge--{{item.state}}`: the states of the API
  const classes = new Set(used.flatMap((name) => (name.includes('{{') ? [0, 1, 2].map((state) => name.replace(/\{\{.*?\}\}/, String(state))) : name)));
  classes.delete('');
  const styled = new Set(ofKind('wxss').flatMap((file) => [...styles(file).matchAll(/\.([a-z][\w-]*)(?=[^{};]*\{)/g)].map(([, name]) => name)));
  // comes and goes with the finger
  styled.delete('button-hover');
  expect([...classes].sort()).toEqual([...styled].sort());
});

test('WXSS: nothing that WeChat refuses', () => {
  for (const file of ofKind('wxss')) {
    const text = styles(file).replace(/@keyframes \w+ \{[^{}]*\{[^{}]*\}\s*\}/g, '');
    expect(text.replace(/[^{}]/g, '').replace(/\{\}/g, ''), `${file}: nested`).toBe('');
    expect(text, file).not.toMatch(/url\(|(^|[\s,])\*[\s,{]/m);
  }
});

test('nothing is exported that nobody uses', () => {
  for (const file of ['utils/util.js', 'utils/user.js', 'config/api.js']) {
    const others = ofKind('js').filter((other) => other !== file).map(read).join('\n');
    const [, exported] = /module\.exports = \{(.*?)\};/s.exec(read(file))!;
    const names = [...exported.replaceAll(/:[^\n]*/g, '').matchAll(/\w+/g)].map(([name]) => name);
    expect(names.length, file).toBeGreaterThan(5);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(others)), file).toEqual([]);
  }
});

test('no secret, no log, and files that one can read', () => {
  for (const file of files.filter((file) => /\.(js|wxml|wxss|json)$/.test(file))) {
    const text = read(file);
    expect(text, file).not.toMatch(/[0-9a-f]{32}|appsecret|console\.\w+\(/i);
    expect(text.split('\n').length, file).toBeLessThanOrEqual(150);
  }
});
