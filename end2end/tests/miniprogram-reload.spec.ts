// A developer's work on the source: each test has a copy of our mini-program, and a server of its own that shows it.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, INDEX, UCENTER } from '../lib/miniprogram';
import { openServer, type OpenedServer } from '../lib/opened-server';

/** The copy. */
class Source {
  constructor(readonly folder: string) {}

  /** Replaces a text of a file, as an editor does. Returns the file as it was before. */
  edit(file: string, text: string, by: string): string {
    const before = readFileSync(join(this.folder, file), 'utf8');
    if (!before.includes(text)) throw new Error(`${file} has no ${text}`);
    this.write(file, before.replace(text, by));
    return before;
  }

  write(file: string, text: string) {
    writeFileSync(join(this.folder, file), text);
  }
}

const test = base.extend<{ source: Source; server: OpenedServer }>({
  source: async ({}, use, info) => {
    const folder = info.outputPath('source');
    cpSync('miniprogram', folder, { recursive: true });
    await use(new Source(folder));
  },
  server: async ({ source }, use, info) => {
    const server = await openServer(info, source.folder);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.origin),
});

test('a change is on the phone within a second, on the page that is open, and the storage stays', async ({ program, source }) => {
  await program.launch(UCENTER);
  await program.run(() => wx.setStorageSync('note', 'kept'));
  await expect.poll(() => program.stored('note')).toBe('kept');
  const times: number[] = [];
  for (const [before, after] of [['消息', '通知'], ['通知', '公告'], ['公告', '信件']]) {
    await program.says(new RegExp(`${before} 设置$`));
    const begun = performance.now();
    source.edit(`${UCENTER}.js`, before, after);
    await program.screen.getByText(after, { exact: true }).waitFor();
    times.push(performance.now() - begun);
    await program.at(UCENTER);
  }
  expect(Math.min(...times), `${times.map(Math.round)} ms`).toBeLessThan(1000);
  expect(await program.run(() => wx.getStorageSync('note'))).toBe('kept');
  // a sheet and a template too
  source.edit(`${UCENTER}.wxss`, '.profile {', '.profile { outline: 3px solid rgb(1, 2, 3);');
  await expect(program.screen.locator('.profile')).toHaveCSS('outline-color', 'rgb(1, 2, 3)');
  source.edit(`${UCENTER}.wxml`, '点击登录', '请登录');
  await program.says(/^请登录/);
});

for (const [kind, file, text, by, told] of [
  ['WXML', `${INDEX}.wxml`, '{{busy}}', '{{busy +}}', /^pages\/index\/index\.wxml:6:\d+ ./],
  ['JavaScript', `${INDEX}.js`, 'Page({', 'Page({ data: {', /^pages\/index\/index\.js:\d+:\d+ ./],
] as const) {
  test(`${kind} that does not parse is told with its place, and the rest still runs`, async ({ program, source, server, allowed }) => {
    // the console has it as well
    allowed.push(/index\.(wxml|js)|Unexpected|SyntaxError/);
    await program.launch();
    const problems = program.element.locator('.opened__problems');
    await expect(problems).toBeHidden();
    const whole = source.edit(file, text, by);
    await expect(problems.getByRole('listitem').first()).toHaveText(told);
    await expect.poll(() => server.log(), 'and in the terminal').toContain(file);
    await program.tab('我的');
    await program.says(/^点击登录/);
    await program.tab('首页');
    source.write(file, whole);
    await expect(program.button('微信直接登录1')).toBeVisible();
    await expect(problems).toBeHidden();
  });
}
