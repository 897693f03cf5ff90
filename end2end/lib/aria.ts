// The accessibility tree of a part of the page, held to a file under `tests/aria`. A change that is meant is written by
// `ARIA_WRITE=1 npx playwright test aria`, and read as a diff.
import type { Locator } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test, expect } from './fixtures';

/** What is different in every run, and the pattern that stands in its place. The first that fits a place wins. */
const varying: [RegExp, string][] = [
  // a token, a code, an openid, a digest's beginning: masked in the middle by the workbench
  [/\boa_[\w-]{3}…[\w-]{3}/, 'oa_[\\w-]{3}…[\\w-]{3}'],
  [/[\w-]{4}…[\w-]{3}(?![\w-])/, '[\\w-]{4}…[\\w-]{3}'],
  [/\bkey [\w+/]{2}…/, 'key [\\w+\\/]{2}…'],
  [/\b[0-9a-f]{4}…/, '[0-9a-f]{4}…'],
  [/\b\d+(?= · session)/, '\\d+'],
  // a moment, a day, and a moment in seconds
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/, '\\d{4}-\\d\\d-\\d\\dT[\\d:]+\\+08:00'],
  [/\bdate: .* GMT\b/, 'date: .* GMT'],
  [/\b\d{4}-\d\d-\d\d\b/, '\\d{4}-\\d\\d-\\d\\d'],
  [/(?<="timestamp": )\d{10}/, '\\d{10}'],
  // an id of a call, a digest
  [/\b[0-9a-f]{32,64}\b/, '[0-9a-f]{32,64}'],
  // bytes in hexadecimal, however they are set
  [/\b[0-9a-f]{2}(?: [0-9a-f]{2}){3,}\b/, '[0-9a-f ]+'],
  // how long it took, and how long ago it was
  [/\b\d+(?:\.\d)? m?s\b/, '[\\d.]+ m?s'],
  // where the server listens
  [/http:\/\/127\.0\.0\.1:\d+/, 'http:\\/\\/127\\.0\\.0\\.1:\\d+'],
];

type Masks = typeof varying;
const plain = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** `text` as the pattern of a snapshot, or null where nothing in it varies. */
function pattern(text: string, masks: Masks): string | null {
  const any = new RegExp(masks.map(([what]) => `(${what.source})`).join('|'), 'g');
  let end = 0;
  let made = '';
  for (const found of text.matchAll(any)) {
    made += plain(text.slice(end, found.index)) + masks[found.slice(1).findIndex((group) => group !== undefined)][1];
    end = found.index + found[0].length;
  }
  return end ? `/^${made}${plain(text.slice(end))}$/` : null;
}

/** A line of Playwright's own writing, `- role "name" [state]: "value"`, with patterns where it varies. */
function masked(line: string, masks: Masks): string {
  const parts = /^(\s*- )('(?:[^']|'')*'|(?:"(?:[^"\\]|\\.)*"|[^:"]|:(?! |$))*)(:?)(?: (.*))?$/.exec(line);
  if (!parts) return line;
  const [, dash, key, colon, value = ''] = parts;
  const bare = key.startsWith("'") ? key.slice(1, -1).replaceAll("''", "'") : key;
  const named = bare.replace(/"(?:[^"\\]|\\.)*"/, (name) => pattern(JSON.parse(name), masks) ?? name);
  const text = value.startsWith('"') ? JSON.parse(value.replace(/\\x(..)/g, '\\u00$1')) : value;
  const made = pattern(text, masks);
  const left = named === bare ? key : `'${named.replaceAll("'", "''")}'`;
  return dash + left + colon + (value ? ` ${made ? JSON.stringify(made) : value}` : '');
}

/** The roles with a state, in their order: a state that the file does not name is none of Playwright's differences. */
const states = (tree: string) => [...tree.matchAll(/^\s*- '?(\w+)\b.*?((?: \[(?:checked|disabled|expanded|level|pressed|selected)[=\w]*\])+)'?:?/gm)].map(([, role, state]) => role + state);

/** Holds `part` to `tests/aria/NAME.yml`; `masks` name what else varies there. Goes on after a difference, to tell all. */
export async function pinned(part: Locator, name: string, ...masks: Masks) {
  await expect(part).toBeVisible();
  const file = test.info().snapshotPath(`${name}.yml`, { kind: 'aria' });
  if (process.env.ARIA_WRITE) {
    const read = async () => (await part.ariaSnapshot()).split('\n').map((line) => masked(line, [...masks, ...varying])).join('\n');
    let [before, now] = ['', await read()];
    while (before !== now) {
      await part.page().waitForTimeout(400);
      [before, now] = [now, await read()];
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${now}\n`);
  }
  const soft = expect.configure({ soft: true });
  await soft(part, name).toMatchAriaSnapshot({ name: `${name}.yml` });
  await soft.poll(async () => states(await part.ariaSnapshot()), `${name}: states`).toEqual(states(readFileSync(file, 'utf8')));
}
